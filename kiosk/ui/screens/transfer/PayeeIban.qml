pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

TextPage {
    id: page

    required property Kiosk.PayeeIban screen

    heading: page.screen.heading
    lines: page.screen.lines
    hint: qsTr("IBAN")
    doneText: qsTr("Next")
    grouped: true
    onEdited: text => page.screen.type(text)
    onAccepted: page.screen.confirm()
    Component.onCompleted: page.begin(page.screen.text, page.screen.longest, false, false)
}
