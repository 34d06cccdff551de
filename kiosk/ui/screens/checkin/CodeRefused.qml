pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CodeRefused screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.symbol }
    }
    Action {
        objectName: "callStaff"
        primary: true
        focus: visible
        visible: page.screen.staffFirst
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "tryAgain"
        primary: !page.screen.staffFirst
        focus: primary
        visible: page.screen.mayTryAgain
        text: qsTr("Hold up a code again")
        symbol: "code"
        onClicked: page.screen.tryAgain()
    }
}
