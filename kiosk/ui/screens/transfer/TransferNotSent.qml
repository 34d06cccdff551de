pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TransferNotSent screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "offline" }
    }
    Action {
        objectName: "tryAgain"
        primary: true
        focus: true
        text: qsTr("Send it now")
        symbol: "send"
        onClicked: page.screen.tryAgain()
    }
    Action {
        objectName: "callStaff"
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "back"
        text: qsTr("Do not send")
        onClicked: page.screen.decline()
    }
}
