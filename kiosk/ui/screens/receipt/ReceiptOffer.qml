pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ReceiptOffer screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "paper" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom - Kiosk.Theme.primary - Kiosk.Theme.gap
        focus: true
        onChosen: name => page.screen.choose(name)
    }
    Action {
        objectName: "done"
        text: page.screen.done
        symbol: page.screen.had ? "check" : "forward"
        onClicked: page.screen.confirm()
    }
    notes: Note {
        visible: page.screen.note !== ""
        symbol: page.screen.lost ? "offline" : "printer"
        text: page.screen.note
    }
}
