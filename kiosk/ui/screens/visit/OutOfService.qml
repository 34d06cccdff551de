import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.OutOfService screen

    heading: qsTr("This kiosk is out of service")
    lines: [qsTr("Please go to the desk: our staff will gladly check you in.")]
    picture: Component {
        Emblem { symbol: "pause" }
    }
}
