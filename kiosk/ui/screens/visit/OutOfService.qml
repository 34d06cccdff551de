import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.OutOfService screen

    heading: qsTr("This kiosk is out of service")
    lines: [qsTr("Please go to the desk: our staff will gladly help you.")]
    picture: Component {
        Emblem { symbol: "pause" }
    }
}
