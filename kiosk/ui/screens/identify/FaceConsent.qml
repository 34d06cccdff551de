import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.FaceConsent screen

    heading: qsTr("May we compare your face with the photo on your card?")
    lines: [
        qsTr("This makes sure that nobody else uses your appointment."),
        qsTr("You will be asked to move your head or eyes, and the screen changes its colour a few times."),
        qsTr("It is done in this kiosk only: no picture is kept or sent."),
        qsTr("If you prefer, our staff will check your card instead.")
    ]
    picture: Component {
        FaceArt {}
    }
    Action {
        objectName: "confirm"
        withheld: !page.whole
        primary: true
        text: qsTr("I agree")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "decline"
        focus: true
        text: qsTr("Ask staff instead")
        symbol: "person"
        onClicked: page.screen.decline()
    }
}
