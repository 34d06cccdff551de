pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ConfirmingCancellation screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        AppointmentCard {
            day: page.screen.day
            time: page.screen.time
        }
    }
    Action {
        objectName: "decline"
        safe: true
        primary: true
        focus: true
        text: qsTr("No, keep it")
        onClicked: page.screen.decline()
    }
    Action {
        objectName: "confirm"
        text: qsTr("Yes, cancel it")
        symbol: "close"
        onClicked: page.screen.confirm()
    }
}
