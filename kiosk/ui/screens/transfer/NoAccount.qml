pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.NoAccount screen

    heading: qsTr("You have no account that you can send money from here")
    lines: [qsTr("If you expected something else, our staff will gladly help you.")]
    picture: Component {
        Emblem { symbol: "wallet" }
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
        objectName: "back"
        text: qsTr("Back")
        symbol: "back"
        onClicked: page.screen.back()
    }
}
