pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.SuggestionThanks screen

    heading: qsTr("Thank you for your suggestion")
    lines: [qsTr("It goes to the people who can change something.")]
    picture: Component {
        Emblem { symbol: "check" }
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.done()
    }
}
