pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.CallBackTime screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: page.screen.waiting ? waiting : clock
    Component {
        id: waiting
        Waiting {}
    }
    Component {
        id: clock
        Emblem { symbol: "clock" }
    }
    ChoiceList {
        visible: page.screen.slots.length > 0
        choices: page.screen.slots
        room: page.choiceRoom
        focus: true
        onChosen: id => page.screen.choose(id)
    }
    Action {
        objectName: "back"
        visible: !page.screen.waiting && page.screen.slots.length === 0
        primary: true
        text: qsTr("Back")
        symbol: "back"
        onClicked: page.screen.back()
    }
}
