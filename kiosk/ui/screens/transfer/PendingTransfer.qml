pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PendingTransfer screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "clock" }
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: "send"
        text: page.screen.about
    }
    Action {
        objectName: "confirm"
        primary: true
        focus: true
        text: qsTr("Yes, cancel the transfer")
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "back"
        text: qsTr("No, leave it")
        symbol: "back"
        onClicked: page.screen.decline()
    }
}
