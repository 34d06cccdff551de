import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.OpeningSession screen

    heading: qsTr("One moment, please")
    lines: [qsTr("The bank is looking up your accounts.")]
    picture: Component {
        Waiting {}
    }
}
