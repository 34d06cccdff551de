pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AccountList screen

    heading: qsTr("Your accounts")
    lines: [qsTr("Touch an account to see its transactions.")]
    picture: Component {
        Emblem { symbol: "wallet" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom - Kiosk.Theme.primary - Kiosk.Theme.gap
        focus: false
        onChosen: name => page.screen.choose(name)
    }
    Action {
        objectName: "uncover"
        primary: true
        focus: true
        text: page.screen.uncovered ? qsTr("Hide the amounts") : qsTr("Show the amounts")
        symbol: page.screen.uncovered ? "covered" : "eye"
        onClicked: page.screen.confirm()
    }
}
