pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.OneTimeCodeRefused screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.symbol }
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
        objectName: "startOver"
        visible: page.screen.ended
        primary: true
        focus: page.screen.ended
        text: qsTr("Start over")
        symbol: "startOver"
        onClicked: page.screen.startOver()
    }
    Action {
        objectName: "callStaff"
        primary: !page.screen.mayTryAgain && !page.screen.ended
        focus: primary
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
