pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TransferSilent screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.ended ? "clock" : "offline" }
    }
    Action {
        objectName: "tryAgain"
        visible: !page.screen.ended
        primary: true
        focus: visible
        text: qsTr("Try again")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
    Action {
        objectName: "startOver"
        visible: page.screen.ended
        primary: true
        focus: visible
        text: qsTr("Start over")
        symbol: "startOver"
        onClicked: page.screen.startOver()
    }
    Action {
        objectName: "callStaff"
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
