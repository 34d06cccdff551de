pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.HandOver screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        QrCode {
            content: page.screen.address
        }
    }
    Action {
        objectName: "other"
        visible: text !== ""
        text: page.screen.other
        symbol: "code"
        onClicked: page.screen.next()
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
