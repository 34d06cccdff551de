pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintReceipt screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "check" }
    }
    notes: Note {
        symbol: "pen"
        text: qsTr("Reference: %1\nCode: %2").arg(page.screen.reference).arg(page.screen.code)
    }
    Action {
        objectName: "next"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.next()
    }
}
