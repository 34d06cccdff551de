pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintWords screen

    heading: qsTr("Would you like to say more?")
    lines: [qsTr("Please leave out card numbers, passwords and codes: nobody here needs them.")]
    picture: Component {
        Emblem { symbol: "pen" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 && page.screen.choices.length > 4 ? 2 : 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
