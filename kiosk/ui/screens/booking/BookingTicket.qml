pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.BookingTicket screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: page.screen.code !== "" ? code : null
    Component {
        id: code
        QrCode {
            content: page.screen.code
            name: qsTr("The code to check in with")
            largest: Kiosk.Theme.mm * 135
        }
    }
    Action {
        objectName: "calendar"
        text: qsTr("Put it into my calendar")
        symbol: "calendar"
        onClicked: page.screen.takeCalendar()
    }
    Action {
        objectName: "confirm"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.confirm()
    }
}
