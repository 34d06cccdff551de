pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PayeeNoMatch screen

    heading: page.screen.heading
    lines: page.screen.lines
    alarm: true
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
        objectName: "stop"
        alarm: true
        safe: true
        primary: true
        focus: true
        text: qsTr("Do not send")
        symbol: "shield"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "callStaff"
        alarm: true
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "change"
        alarm: true
        text: qsTr("Change what I typed")
        symbol: "pen"
        onClicked: page.screen.decline()
    }
    Action {
        objectName: "goOn"
        alarm: true
        withheld: !page.whole
        text: qsTr("Go on all the same")
        onClicked: page.screen.choose("goOn")
    }
}
