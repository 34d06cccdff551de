pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PayeeMatch screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "check" }
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: "person"
        text: page.screen.about
    }
    Action {
        objectName: "confirm"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "change"
        text: qsTr("Change what I typed")
        symbol: "pen"
        onClicked: page.screen.decline()
    }
}
