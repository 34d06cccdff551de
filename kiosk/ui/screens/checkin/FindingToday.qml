import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.FindingToday screen

    heading: qsTr("One moment, please")
    lines: [qsTr("The bank is looking for your appointment today.")]
    picture: Component {
        Waiting {}
    }
}
