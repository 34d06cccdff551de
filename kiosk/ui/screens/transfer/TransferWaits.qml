pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TransferWaits screen

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
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "save"
        visible: page.screen.maySave
        text: qsTr("Save this payee")
        symbol: "person"
        onClicked: page.screen.choose("save")
    }
}
