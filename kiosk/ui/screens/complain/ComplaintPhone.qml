pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintPhone screen
    property string typed

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "phone" }
    }
    Component.onCompleted: typed = screen.text

    Entry {
        hint: qsTr("Telephone number")
        text: page.typed
    }
    Keypad {
        text: page.typed
        limit: 15
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
