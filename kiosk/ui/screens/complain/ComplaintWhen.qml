pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintWhen screen

    heading: qsTr("When did it happen?")
    lines: []
    picture: Component {
        Emblem { symbol: "clock" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 && page.screen.choices.length > 4 ? 2 : 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
