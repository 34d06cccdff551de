pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.Menu screen

    heading: page.screen.again ? qsTr("Is there anything else we can do?") : qsTr("What can we do for you?")
    lines: page.screen.again ? [] : [qsTr("Or hold up the code of your appointment.")]
    picture: page.screen.again ? question : phone
    Component {
        id: phone
        PhoneArt {}
    }
    Component {
        id: question
        Emblem { symbol: "question" }
    }
    ChoiceList {
        choices: page.screen.services
        room: page.choiceRoom - (page.screen.again ? Kiosk.Theme.primary + Kiosk.Theme.gap : 0)
        columns: Kiosk.Theme.portrait && Kiosk.Theme.size < 2 ? 2 : 1
        focus: !page.screen.again
        onChosen: id => page.screen.choose(id)
    }
    Action {
        objectName: "done"
        visible: page.screen.again
        focus: page.screen.again
        primary: true
        text: qsTr("No, that is all")
        symbol: "check"
        onClicked: page.screen.done()
    }
}
