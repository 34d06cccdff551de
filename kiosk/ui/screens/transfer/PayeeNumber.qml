pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PayeeNumber screen

    property string typed: page.screen.text

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "person" }
    }
    Entry {
        text: page.typed.replace(/(.{4})(?=.)/g, "$1 ")
        hint: qsTr("Account number")
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
    Action {
        objectName: "iban"
        text: qsTr("It begins with letters (IBAN)")
        symbol: "pen"
        onClicked: page.screen.choose("iban")
    }
}
