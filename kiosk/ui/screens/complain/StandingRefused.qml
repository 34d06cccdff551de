pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StandingRefused screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.lost ? "offline" : "shield" }
    }
    Action {
        objectName: "tryAgain"
        visible: page.screen.mayTryAgain
        primary: true
        focus: page.screen.mayTryAgain
        text: qsTr("Try again")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
    Action {
        objectName: "askStaff"
        primary: !page.screen.mayTryAgain
        focus: !page.screen.mayTryAgain
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
