pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChangeConfirm screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.symbol }
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: page.screen.symbol
        text: page.screen.about
    }
    Action {
        objectName: "confirm"
        primary: true
        focus: true
        text: page.screen.yes
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "back"
        primary: false
        focus: false
        text: qsTr("No, go back")
        symbol: "back"
        onClicked: page.screen.back()
    }
}
