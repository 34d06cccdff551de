pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AskHelp screen

    heading: page.screen.heading
    picture: Component {
        Emblem { symbol: "desk" }
    }
    ChoiceList {
        choices: page.screen.ways
        room: page.choiceRoom
        focus: true
        onChosen: id => page.screen.go(id)
    }
}
