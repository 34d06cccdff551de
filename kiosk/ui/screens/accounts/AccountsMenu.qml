pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AccountsMenu screen

    heading: qsTr("What would you like to do?")
    lines: []
    picture: Component {
        Emblem { symbol: "wallet" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 ? 2 : 1
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
