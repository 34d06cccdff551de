import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.ComplaintFiling screen

    heading: qsTr("Your complaint is being put on record")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
