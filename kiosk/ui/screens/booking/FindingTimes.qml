import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.FindingTimes screen

    heading: qsTr("Looking for free times")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
