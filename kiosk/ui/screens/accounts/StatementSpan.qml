pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StatementSpan screen

    heading: qsTr("Of which days?")
    lines: [page.screen.heading, ...page.screen.lines]
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
