pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

TextPage {
    id: page

    required property Kiosk.SuggestionText screen

    heading: qsTr("What could we do better?")
    lines: [qsTr("Your suggestion is kept without your name.")]
    hint: qsTr("In a few words")
    doneText: qsTr("Send")
    onEdited: text => page.screen.type(text)
    onAccepted: page.screen.next()
    Component.onCompleted: begin(screen.text, screen.limit, screen.chinese, false) // once: after a key, what was typed meanwhile would be lost
}
