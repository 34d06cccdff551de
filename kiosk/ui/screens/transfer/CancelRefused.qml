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
        Emblem { symbol: page.screen.urgent ? "desk" : "check" }
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: "send"
        text: page.screen.about
    }
    Action {
        objectName: "callStaff"
        primary: page.screen.urgent
        focus: page.screen.urgent
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "done"
        primary: !page.screen.urgent
        focus: !page.screen.urgent
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
}
