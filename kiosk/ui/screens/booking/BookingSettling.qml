import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.BookingSettling screen

    heading: qsTr("One moment, please")
    lines: [qsTr("We are asking the bank what became of it.")]
    picture: Component {
        Waiting {}
    }
}
