pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CodeMissing screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "mobile" }
    }
    Action {
        objectName: "tryAgain"
        primary: true
        focus: true
        text: qsTr("Send another message")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
    Action {
        objectName: "confirm"
        text: qsTr("It has arrived: type the code")
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "notMyPhone"
        text: qsTr("This is not my phone")
        symbol: "bell"
        onClicked: page.screen.notMyPhone()
    }
}
