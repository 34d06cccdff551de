pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.BookingCancelled screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        AppointmentCard {
            day: page.screen.day
            time: page.screen.time
            crossed: true
        }
    }
    Action {
        objectName: "calendar"
        text: qsTr("Cancel it in my calendar too")
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
