pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StatementReady screen

    heading: qsTr("Your statement is ready")
    lines: [page.screen.heading, ...page.screen.lines]
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom - Kiosk.Theme.primary - Kiosk.Theme.gap
        focus: true
        onChosen: name => page.screen.choose(name)
    }
    Action {
        objectName: "done"
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
    notes: Note {
        visible: page.screen.note !== ""
        symbol: page.screen.printed ? "printer" : "offline"
        text: page.screen.note
    }
}
