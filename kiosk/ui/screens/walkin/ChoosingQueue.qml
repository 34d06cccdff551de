pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChoosingQueue screen

    heading: qsTr("What did you come for?")
    picture: Component {
        Emblem { symbol: "ticket" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 ? 2 : 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
