pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.OneTimeCode screen

    property string typed: page.screen.typed

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "mobile" }
    }
    Entry {
        text: page.typed
        hint: qsTr("Code of %1 digits").arg(page.screen.digits)
    }
    Keypad {
        focus: true
        text: page.typed
        limit: page.screen.digits
        onEdited: text => {
            page.typed = text;
            page.screen.type(text);
        }
    }
    Action {
        objectName: "next"
        primary: true
        enabled: page.typed.length === page.screen.digits
        text: qsTr("Next")
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "notReceived"
        text: qsTr("I did not get it")
        onClicked: page.screen.notReceived()
    }
}
