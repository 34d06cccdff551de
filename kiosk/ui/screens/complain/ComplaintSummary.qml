pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintSummary screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "pen" }
    }
    Action {
        objectName: "next"
        primary: true
        focus: true
        withheld: !page.whole
        text: qsTr("Yes, send the complaint")
        symbol: "check"
        onClicked: page.screen.next()
    }
}
