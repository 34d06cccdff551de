import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.Survey screen
    readonly property list<string> answers: [
        qsTr("Very dissatisfied"), qsTr("Dissatisfied"), qsTr("Neither"), qsTr("Satisfied"), qsTr("Very satisfied")
    ]

    heading: qsTr("How satisfied are you with checking in today?")
    picture: Component {
        Emblem { symbol: "face4" }
    }
    lines: [qsTr("Your answer helps us. It is kept without your name.")]

    RatingRow {
        answers: page.answers
        onChosen: value => page.screen.rate(value)
    }
    Action {
        objectName: "skip"
        text: qsTr("Skip")
        onClicked: page.screen.skip()
    }
}
