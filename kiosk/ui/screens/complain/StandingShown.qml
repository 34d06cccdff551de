pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StandingShown screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.over ? "check" : "clock" }
    }
    Action {
        objectName: "callStaff"
        visible: page.screen.overdue
        primary: true
        focus: page.screen.overdue
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "next"
        primary: !page.screen.overdue
        focus: !page.screen.overdue
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.next()
    }
}
