pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CallBackNotTaken screen

    heading: qsTr("We cannot take your number just now")
    lines: [qsTr("This kiosk could not keep it secret, so nothing was kept. Please ring our hotline, or ask our staff.")]
    picture: Component {
        Emblem { symbol: "shield" }
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
