pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.NoTimes screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "calendar" }
    }
    Action {
        objectName: "leave"
        primary: true
        focus: true
        text: qsTr("To the first page")
        symbol: "back"
        onClicked: page.screen.leave()
    }
    Action {
        objectName: "tryAgain"
        text: qsTr("Look again")
        symbol: "startOver"
        onClicked: page.screen.tryAgain()
    }
}
