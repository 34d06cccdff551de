pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.BookingRefused screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "calendar" }
    }
    Action {
        objectName: "again"
        primary: !page.screen.forStaff
        focus: !page.screen.forStaff
        text: qsTr("To my choices")
        symbol: "back"
        onClicked: page.screen.again()
    }
    Action {
        objectName: "callStaff"
        primary: page.screen.forStaff
        focus: page.screen.forStaff
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
