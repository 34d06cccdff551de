pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ChangeUnknown screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "question" }
    }
    Action {
        objectName: "tryAgain"
        primary: true
        focus: true
        text: qsTr("Ask again")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
    Action {
        objectName: "callStaff"
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
    Action {
        objectName: "done"
        primary: false
        focus: false
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
}
