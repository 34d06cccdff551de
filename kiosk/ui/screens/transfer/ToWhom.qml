pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ToWhom screen

    heading: qsTr("Who shall get the money?")
    lines: []
    picture: Component {
        Emblem { symbol: "person" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
