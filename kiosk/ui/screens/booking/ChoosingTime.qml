pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChoosingTime screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "clock" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: Kiosk.Theme.size < 3 ? 2 : 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
