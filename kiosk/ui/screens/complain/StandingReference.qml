pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

TextPage {
    id: page

    required property Kiosk.StandingReference screen

    heading: page.screen.heading
    lines: page.screen.lines
    hint: qsTr("Reference")
    doneText: qsTr("Next")
    onEdited: text => page.screen.type(text)
    onAccepted: page.screen.next()
    Component.onCompleted: begin(screen.text, 80, false, true) // once: after a key, what was typed meanwhile would be lost
}
