pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChangeTurnedDown screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.ended ? "clock" : "desk" }
    }
    Action {
        objectName: "startOver"
        visible: page.screen.ended
        primary: true
        focus: visible
        text: qsTr("Start over")
        symbol: "startOver"
        onClicked: page.screen.startOver()
    }
    Action {
        objectName: "callStaff"
        visible: !page.screen.ended
        primary: true
        focus: visible
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "back"
        visible: !page.screen.ended
        primary: false
        focus: false
        text: qsTr("Back to the choices")
        symbol: "back"
        onClicked: page.screen.back()
    }
}
