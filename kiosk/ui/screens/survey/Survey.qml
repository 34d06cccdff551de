pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.Survey screen
    readonly property list<string> answers: [
        qsTr("Very dissatisfied"), qsTr("Dissatisfied"), qsTr("Neither"), qsTr("Satisfied"), qsTr("Very satisfied")
    ]

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "face4" }
    }

    RatingRow {
        visible: page.screen.faces
        answers: page.answers
        onChosen: value => page.screen.rate(value)
    }
    NumberRow {
        visible: !page.screen.faces
        values: page.screen.values
        least: page.screen.least
        most: page.screen.most
        onChosen: value => page.screen.rate(value)
    }
    Action {
        objectName: "skip"
        text: qsTr("Skip")
        onClicked: page.screen.skip()
    }
}
