pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintReceipt screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        QrCode {
            content: page.screen.forPhone
            name: qsTr("This receipt for your phone, as a code")
        }
    }
    notes: Note {
        symbol: "pen"
        text: qsTr("Reference: %1\nCode: %2").arg(page.screen.reference).arg(page.screen.code)
    }
    Action {
        objectName: "next"
        primary: true
        focus: true
        text: page.screen.dictated ? qsTr("Call our staff to write it down") : qsTr("Next")
        symbol: page.screen.dictated ? "person" : "forward"
        onClicked: page.screen.next()
    }
}
