pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

TextPage {
    id: page

    required property Kiosk.TransferNote screen

    heading: page.screen.heading
    lines: page.screen.lines
    hint: qsTr("Rent, invoice, gift")
    doneText: qsTr("Next")
    skipText: qsTr("No note")
    onSkipped: page.screen.skip()
    onEdited: text => page.screen.type(text)
    onAccepted: page.screen.confirm()
    Component.onCompleted: page.begin(page.screen.text, page.screen.longest, page.screen.chinese, false)
}
