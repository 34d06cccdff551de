import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.LookingUpBookings screen

    heading: qsTr("One moment, please")
    lines: [qsTr("The bank is looking for your appointments.")]
    picture: Component {
        Waiting {}
    }
}
