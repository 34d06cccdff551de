pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.OtherWays screen

    heading: qsTr("How can we find your appointment?")
    picture: Component {
        Emblem { symbol: "card" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        columns: 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
}
