import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.TakingNumber screen

    heading: qsTr("Getting your number")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
