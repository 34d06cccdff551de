pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CallBackSummary screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "phone" }
    }
    Action {
        objectName: "confirm"
        primary: true
        focus: true
        text: qsTr("Yes, please call me")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "change"
        text: qsTr("Change it")
        symbol: "back"
        onClicked: page.screen.tryAgain()
    }
}
