pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ConfirmingBooking screen

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
        objectName: "confirm"
        primary: true
        focus: true
        text: page.screen.moves ? qsTr("Move it") : qsTr("Book it")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "decline"
        text: qsTr("Choose another time")
        symbol: "calendar"
        onClicked: page.screen.decline()
    }
}
