pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChangeDone screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "check" }
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: page.screen.symbol
        text: page.screen.about
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.confirm()
    }
}
