pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TransferMenu screen

    heading: qsTr("What would you like to do?")
    lines: []
    picture: Component {
        Emblem { symbol: "send" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
