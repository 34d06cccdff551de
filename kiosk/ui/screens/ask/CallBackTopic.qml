pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CallBackTopic screen

    heading: qsTr("What is the call to be about?")
    picture: Component {
        Emblem { symbol: "phone" }
    }
    ChoiceList {
        choices: page.screen.topics
        room: page.choiceRoom
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 ? 2 : 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
