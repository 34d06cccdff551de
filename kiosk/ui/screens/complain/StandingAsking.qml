import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.StandingAsking screen

    heading: qsTr("We are asking how it stands")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
