pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CardFrozen screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "pause" }
    }
    Action {
        objectName: "unfreeze"
        primary: true
        focus: true
        text: qsTr("Use it again")
        symbol: "bankCard"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "lost"
        primary: false
        focus: false
        text: qsTr("Stop it for ever")
        symbol: "cardStop"
        onClicked: page.screen.lose()
    }
}
