pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.RealTimeReview screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "warning" }
    }
    Action {
        objectName: "back"
        safe: true
        focus: true
        text: qsTr("No, change it")
        symbol: "back"
        onClicked: page.screen.decline()
    }
    Action {
        objectName: "note"
        text: page.screen.noted
        symbol: "pen"
        onClicked: page.screen.choose("note")
    }
    Action {
        objectName: "confirm"
        withheld: !page.whole
        primary: true
        text: page.screen.yes
        symbol: "send"
        onClicked: page.screen.confirm()
    }
}
