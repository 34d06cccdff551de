pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.FraudStopped screen

    heading: qsTr("We have stopped here. Nothing has been done")
    lines: [
        qsTr("What you told us is how fraudsters work."),
        qsTr("Please end the call or the chat, and do not do what they say."),
        qsTr("Talk to our staff, or ring one of these numbers. They will help you at once.")
    ]
    alarm: true
    picture: Component {
        Emblem {
            symbol: "shield"
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
        alarm: true
        text: qsTr("Back to the menu")
        onClicked: page.screen.confirm()
    }
}
