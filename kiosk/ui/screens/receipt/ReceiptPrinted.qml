pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ReceiptPrinted screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        PaperArt {}
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
