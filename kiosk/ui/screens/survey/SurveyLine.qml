pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

TextPage {
    id: page

    required property Kiosk.SurveyLine screen

    heading: qsTr("Is there anything you would like to tell us?")
    lines: []
    hint: qsTr("One line")
    doneText: qsTr("Send")
    onEdited: text => page.screen.type(text)
    onAccepted: page.screen.next()
    Component.onCompleted: begin(screen.text, screen.limit, screen.chinese, false) // once: after a key, what was typed meanwhile would be lost
    skipText: qsTr("Skip")
    onSkipped: page.screen.skip()
}
