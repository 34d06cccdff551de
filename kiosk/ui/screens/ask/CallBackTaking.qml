pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    required property Kiosk.CallBackTaking screen

    heading: qsTr("One moment, please")
    lines: [qsTr("Your request is being saved.")]
    picture: Component {
        Waiting {}
    }
}
