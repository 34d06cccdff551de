import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.CheckingCode screen

    heading: qsTr("Checking your code")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
