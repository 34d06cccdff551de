import QtQuick
import BranchKiosk as Kiosk
import "../controls"

Page {
    id: page

    required property Kiosk.FaceConsent screen

    heading: qsTr("May we compare your face with the photo on your card?")
    lines: [
        qsTr("We want to be sure that nobody else uses your appointment."),
        qsTr("The camera compares your face with the photo on the card, only in this kiosk. No picture is kept or sent."),
        qsTr("If you do not want this, our staff will check your card instead.")
    ]
    picture: Component {
        FaceArt {}
    }
    Action {
        objectName: "confirm"
        primary: true
        text: qsTr("I agree")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "decline"
        text: qsTr("Ask staff instead")
        symbol: "person"
        onClicked: page.screen.decline()
    }
}
