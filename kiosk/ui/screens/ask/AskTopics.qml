pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AskTopics screen

    heading: qsTr("What would you like to know?")
    picture: Component {
        Emblem { symbol: "ask" }
    }
    ChoiceList {
        choices: page.screen.topics
        room: page.choiceRoom - search.implicitHeight - help.implicitHeight - 2 * Kiosk.Theme.gap
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 ? 2 : 1
        onChosen: id => page.screen.choose(id)
    }
    Action {
        id: search
        objectName: "search"
        primary: true
        focus: true
        text: qsTr("Type what you are looking for")
        symbol: "search"
        onClicked: page.screen.choose("search")
    }
    Action {
        id: help
        objectName: "help"
        text: qsTr("Speak to somebody")
        symbol: "phone"
        onClicked: page.screen.choose("help")
    }
}
