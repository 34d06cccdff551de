pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.NewLimit screen

    property string typed: page.screen.text

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "gauge" }
    }
    Entry {
        text: page.typed
        hint: qsTr("Whole amount in %1").arg(page.screen.currency)
    }
    Keypad {
        focus: true
        text: page.typed
        limit: page.screen.longest

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
