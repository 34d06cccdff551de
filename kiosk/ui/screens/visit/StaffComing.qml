pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StaffComing screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.failed ? "desk" : "bell" }
    }
    notes: Note {
        visible: page.screen.numbers !== ""
        symbol: "phone"
        text: page.screen.numbers
    }
    Action {
        objectName: "resume"
        visible: page.screen.mayGoOn
        text: qsTr("Go on by myself")
        symbol: "back"
        onClicked: page.screen.back()
    }
    Action {
        objectName: "done"
        visible: !page.screen.waiting
        focus: true
        text: qsTr("End this visit")
        onClicked: page.screen.done()
    }
}
