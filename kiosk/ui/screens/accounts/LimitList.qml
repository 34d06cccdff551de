pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.LimitList screen

    heading: qsTr("Which limit do you want to change?")
    lines: []
    picture: Component {
        Emblem { symbol: "gauge" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
