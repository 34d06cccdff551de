pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CardExpiry screen

    property string typed: page.screen.text

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "bankCard" }
    }
    Entry {
        text: page.typed.length > 2 ? page.typed.slice(0, 2) + " / " + page.typed.slice(2) : page.typed
        hint: qsTr("Month and year")
    }
    Keypad {
        focus: true
        text: page.typed
        limit: 4

        onEdited: text => {
            page.typed = text;
            page.screen.type(text);
        }
    }
    Action {
        objectName: "next"
        primary: true
        enabled: page.typed.length > 0
        text: qsTr("Next")
        onClicked: page.screen.confirm()
    }
}
