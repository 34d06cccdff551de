pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.FraudWarning screen

    heading: page.screen.heading
    lines: page.screen.lines
    alarm: true
    onScreenChanged: page.part = 0
    picture: Component {
        Emblem {
            symbol: "warning"
            alarm: true
        }
    }
    notes: Note {
        alarm: true
        symbol: "phone"
        text: page.screen.numbers
    }
    Action {
        objectName: "callStaff"
        primary: true
        alarm: true
        safe: true
        focus: true
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "confirm"
        visible: page.screen.mayGoOn
        alarm: true
        withheld: !page.whole
        text: qsTr("I have read this and want to go on")
        onClicked: page.screen.confirm()
    }
}
