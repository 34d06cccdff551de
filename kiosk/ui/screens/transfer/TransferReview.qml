pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TransferReview screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "send" }
    }
    Action {
        objectName: "confirm"
        withheld: !page.whole
        primary: true
        focus: true
        text: qsTr("Send the money")
        symbol: "send"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "note"
        text: page.screen.noted
        symbol: "pen"
        onClicked: page.screen.choose("note")
    }
    Action {
        objectName: "back"
        text: qsTr("No, change it")
        symbol: "back"
        onClicked: page.screen.decline()
    }
}
