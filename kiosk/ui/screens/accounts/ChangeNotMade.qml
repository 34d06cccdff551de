pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChangeNotMade screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "offline" }
    }
    Action {
        objectName: "tryAgain"
        primary: true
        focus: true
        text: qsTr("Try again")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
    Action {
        objectName: "callStaff"
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
