pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

KeypadPage {
    id: page

    required property Kiosk.DocumentTail screen

    heading: page.screen.heading
    lines: page.screen.lines
    digits: page.screen.digits
    hint: qsTr("Four digits")
    symbol: "card"
    onEntered: text => page.screen.enter(text)
}
