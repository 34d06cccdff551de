pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CancelRefused screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "desk" }
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: "send"
        text: page.screen.about
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
        objectName: "done"
        text: qsTr("Done")
        onClicked: page.screen.confirm()
    }
}
