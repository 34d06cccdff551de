pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.NothingThere screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.symbol }
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Back to the choices")
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "callStaff"
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
