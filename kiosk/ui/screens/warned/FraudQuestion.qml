pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.FraudQuestion screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "question" }
    }
    notes: Note {
        symbol: "phone"
        text: page.screen.numbers
    }
    Action {
        objectName: "yes"
        safe: true
        focus: page.screen.cautious === "yes"
        text: qsTr("Yes")
        onClicked: page.screen.choose("yes")
    }
    Action {
        objectName: "no"
        safe: true
        focus: page.screen.cautious === "no"
        text: qsTr("No")
        onClicked: page.screen.choose("no")
    }
}
