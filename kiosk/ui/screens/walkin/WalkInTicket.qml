pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.WalkInTicket screen

    heading: qsTr("You have a number")
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        TicketCard {
            number: page.screen.number
            service: page.screen.service
            counter: page.screen.counter
            waiting: page.screen.waiting
        }
    }
    notes: [
        Note {
            symbol: "printer"
            text: page.screen.slip
        },
        Note {
            symbol: "offline"
            visible: page.screen.offline
            text: qsTr("The bank cannot be reached just now. Your number is valid; the waiting time is not known.")
        }
    ]
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.done()
    }
}
