pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AskingBank screen

    heading: qsTr("We are asking the bank")
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
