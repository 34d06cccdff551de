pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PayeeUnchecked screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "question" }
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: "person"
        text: page.screen.about
    }
    Action {
        objectName: "change"
        safe: true
        primary: true
        focus: true
        text: qsTr("Change what I typed")
        symbol: "pen"
        onClicked: page.screen.decline()
    }
    Action {
        objectName: "callStaff"
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "confirm"
        text: qsTr("It is right, go on")
        onClicked: page.screen.confirm()
    }
}
