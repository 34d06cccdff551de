pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ReceiptWorking screen

    heading: page.screen.heading
    lines: [qsTr("This takes a moment.")]
    picture: Component {
        Waiting {}
    }
}
