import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.CheckingIn screen

    heading: qsTr("Checking you in")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
