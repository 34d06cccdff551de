pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PendingTransfers screen

    heading: qsTr("Transfers waiting to be sent")
    lines: []
    picture: Component {
        Emblem { symbol: "clock" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom
        focus: true
        onChosen: name => page.screen.choose(name)
    }
}
