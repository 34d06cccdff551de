pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.MyBooking screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        AppointmentCard {
            day: page.screen.day
            time: page.screen.time
        }
    }
    Action {
        objectName: "showCode"
        visible: page.screen.hasCode
        primary: true
        focus: page.screen.hasCode
        text: qsTr("Show its code")
        symbol: "code"
        onClicked: page.screen.showCode()
    }
    Action {
        objectName: "move"
        visible: page.screen.mayMove
        text: qsTr("Move it to another time")
        symbol: "clock"
        onClicked: page.screen.move()
    }
    Action {
        objectName: "cancel"
        visible: page.screen.mayCancel
        focus: page.screen.mayCancel && !page.screen.hasCode
        text: qsTr("Cancel it")
        symbol: "close"
        onClicked: page.screen.cancel()
    }
    Action {
        objectName: "callStaff"
        visible: !page.screen.mayCancel
        primary: true
        focus: !page.screen.mayCancel
        text: qsTr("Call staff")
        symbol: "bell"
        onClicked: page.screen.callStaff()
    }
}
