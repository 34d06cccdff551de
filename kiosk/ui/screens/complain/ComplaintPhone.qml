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
    Component.onCompleted: typed = screen.text

    Written {
        hint: qsTr("Telephone number")
        text: page.typed
        limit: 1000
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
        symbol: "forward"
        onClicked: page.screen.next()
    }
}
