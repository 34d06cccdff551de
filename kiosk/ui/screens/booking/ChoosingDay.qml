pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChoosingDay screen

    heading: qsTr("On which day?")
    picture: Component {
        Emblem { symbol: "calendar" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
