pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CallBackNumber screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "phone" }
    }
    notes: Note {
        visible: page.screen.trouble !== ""
        symbol: "warning"
        text: page.screen.trouble
    }
    Entry {
        text: pad.text
        hint: qsTr("Your telephone number")
    }
    Keypad {
        id: pad
        focus: true
        limit: 20
        text: page.screen.begun
        onEdited: text => pad.text = text
    }
    Action {
        objectName: "onFile"
        visible: page.screen.onFile
        text: qsTr("Use the number you have on file")
        onClicked: page.screen.choose("onFile")
    }
    Action {
        objectName: "next"
        primary: true
        text: qsTr("Next")
        onClicked: page.screen.typed(pad.text)
    }
}
