pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.CheckingOneTimeCode screen

    heading: qsTr("The code is being checked")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
