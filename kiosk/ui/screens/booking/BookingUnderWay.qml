import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.BookingUnderWay screen

    heading: qsTr("One moment, please")
    lines: [qsTr("The bank is recording it.")]
    picture: Component {
        Waiting {}
    }
}
