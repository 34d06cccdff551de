pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.NoneToday screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.mayTryAgain ? "offline" : "calendar" }
    }
    Action {
        objectName: "tryAgain"
        visible: page.screen.mayTryAgain
        text: qsTr("Try again")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
    Action {
        objectName: "leave"
        visible: page.screen.mayTakeANumber
        primary: true
        focus: page.screen.mayTakeANumber
        text: qsTr("To the first page")
        symbol: "back"
        onClicked: page.screen.leave()
    }
    Action {
        objectName: "callStaff"
        primary: !page.screen.mayTakeANumber
        focus: !page.screen.mayTakeANumber
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
