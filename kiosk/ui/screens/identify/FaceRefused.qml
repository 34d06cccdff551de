pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.FaceRefused screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "person" }
    }
    Action {
        objectName: "callStaff"
        primary: true
        focus: true
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "tryAgain"
        visible: page.screen.mayTryAgain
        text: qsTr("Try again")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
}
