pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

KeypadPage {
    id: page

    required property Kiosk.CheckInNumber screen

    heading: page.screen.heading
    lines: page.screen.lines
    digits: page.screen.digits
    hint: qsTr("Nine digits")
    onEntered: text => page.screen.enter(text)
}
