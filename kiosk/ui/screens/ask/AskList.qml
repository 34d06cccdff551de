pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AskList screen

    heading: page.screen.heading
    picture: Component {
        Emblem { symbol: "ask" }
    }
    ChoiceList {
        choices: page.screen.found
        room: page.choiceRoom - help.implicitHeight - Kiosk.Theme.gap
        focus: true
        onChosen: id => page.screen.choose(id)
    }
    Action {
        id: help
        objectName: "back"
        text: page.screen.more
        symbol: "back"
        onClicked: page.screen.back()
    }
}
