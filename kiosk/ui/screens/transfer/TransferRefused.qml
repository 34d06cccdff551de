pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TransferRefused screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: page.screen.suspicious ? "warning" : "desk" }
    }
    notes: Note {
        visible: page.screen.suspicious
        symbol: "phone"
        text: page.screen.suspicious ? page.screen.numbers : ""
    }
    Action {
        objectName: "confirm"
        visible: page.screen.yes !== ""
        primary: !page.screen.suspicious
        focus: visible && primary
        text: page.screen.yes
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "callStaff"
        primary: page.screen.suspicious || page.screen.yes === ""
        focus: primary
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "back"
        text: qsTr("Back to the menu")
        symbol: "back"
        onClicked: page.screen.back()
    }
}
