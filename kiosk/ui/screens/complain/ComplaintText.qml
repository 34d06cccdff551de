pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

TextPage {
    id: page

    required property Kiosk.ComplaintText screen

    heading: qsTr("What happened?")
    lines: [qsTr("Please leave out card numbers, passwords and codes.")]
    hint: qsTr("In a few words")
    doneText: qsTr("Next")
    onEdited: text => page.screen.type(text)
    onAccepted: page.screen.next()
    Component.onCompleted: begin(screen.text, screen.limit, screen.chinese, false) // once: after a key, what was typed meanwhile would be lost
}
