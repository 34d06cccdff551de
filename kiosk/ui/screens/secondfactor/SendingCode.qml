pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.SendingCode screen

    heading: qsTr("A message is being sent to your phone")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
