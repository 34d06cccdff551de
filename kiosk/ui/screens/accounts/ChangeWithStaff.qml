pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChangeWithStaff screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Waiting {}
    }
    notes: Note {
        visible: page.screen.about !== ""
        symbol: "bankCard"
        text: page.screen.about
    }
    Action {
        objectName: "leave"
        primary: false
        focus: true
        text: qsTr("Do not wait here")
        symbol: "back"
        onClicked: page.screen.back()
    }
}
