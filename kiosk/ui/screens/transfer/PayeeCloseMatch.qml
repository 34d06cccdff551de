pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PayeeCloseMatch screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "question" }
    }
    Action {
        objectName: "confirm"
        primary: true
        text: page.screen.yes
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "change"
        safe: true
        focus: true
        text: qsTr("Change what I typed")
        symbol: "pen"
        onClicked: page.screen.decline()
    }
}
