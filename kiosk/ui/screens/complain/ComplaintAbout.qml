pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintAbout screen

    heading: qsTr("What is your complaint about?")
    lines: page.screen.choices.length
        ? [qsTr("We are sorry that something went wrong. A few taps are enough.")]
        : [qsTr("Our staff will gladly write it down for you.")]
    picture: Component {
        Emblem { symbol: "pen" }
    }
    ChoiceList {
        choices: page.screen.choices
        room: page.choiceRoom - earlier.implicitHeight - Kiosk.Theme.gap
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 && page.screen.choices.length > 4 ? 2 : 1
        focus: true
        onChosen: id => page.screen.choose(id)
    }
    Action {
        id: earlier
        objectName: "lookUp"
        text: qsTr("Check on an earlier complaint")
        symbol: "clock"
        onClicked: page.screen.lookUp()
    }
}
