pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.BookingService screen

    heading: qsTr("What is the appointment for?")
    picture: Component {
        Emblem { symbol: "calendar" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 ? 2 : 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
