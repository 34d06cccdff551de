pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StatementSpan screen

    heading: qsTr("Which days is the statement for?")
    lines: [page.screen.heading, ...page.screen.lines]
    picture: Component {
        Emblem { symbol: "paper" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
