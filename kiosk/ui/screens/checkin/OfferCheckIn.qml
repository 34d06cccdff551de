pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.OfferCheckIn screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: page.screen.single
    picture: page.screen.single ? card : several
    Component {
        id: card
        AppointmentCard {
            day: page.screen.day
            time: page.screen.time
        }
    }
    Component {
        id: several
        Emblem { symbol: "calendar" }
    }
    ChoiceList {
        visible: !page.screen.single
        choices: page.screen.single ? [] : page.screen.choices
        room: page.choiceRoom
        focus: !page.screen.single
        onChosen: id => page.screen.choose(id)
    }
    Action {
        objectName: "confirm"
        visible: page.screen.single
        primary: true
        focus: page.screen.single
        text: qsTr("Check in")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
}
