pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.NewPhone screen

    property string typed: page.screen.text

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "phone" }
    }
    Entry {
        text: page.typed
        hint: qsTr("Phone number")
    }
    Keypad {
        focus: true
        text: page.typed
        limit: 16
        extra: "+"
        extraName: qsTr("Plus, for other countries")
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
