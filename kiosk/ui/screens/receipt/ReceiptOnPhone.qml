pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ReceiptOnPhone screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        QrCode {
            content: page.screen.text
            name: page.heading
        }
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
}
