pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TakingCalendar screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: page.screen.calendar !== "" ? code : null
    Component {
        id: code
        QrCode {
            content: page.screen.calendar
            name: qsTr("The appointment, for your phone's calendar")
            largest: Kiosk.Theme.mm * 135
        }
    }
    Action {
        objectName: "confirm"
        primary: true
        focus: true
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
}
