pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StandingCode screen
    property string typed

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "pen" }
    }
    Component.onCompleted: typed = screen.text

    Entry {
        hint: qsTr("Code")
        text: page.typed
    }
    Keypad {
        text: page.typed
        limit: 4
        focus: true
        onEdited: text => {
            page.typed = text;
            page.screen.type(text);
        }
    }
    Action {
        objectName: "next"
        primary: true
        enabled: page.typed !== ""
        text: qsTr("Next")
        onClicked: page.screen.next()
    }
}
