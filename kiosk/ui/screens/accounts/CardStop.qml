pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CardStop screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "bankCard" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
