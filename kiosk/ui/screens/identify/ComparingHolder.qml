import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.ComparingHolder screen

    heading: qsTr("Your card was read")
    lines: [qsTr("We are checking it. You can take your card back.")]
    picture: Component {
        Waiting {}
    }
}
