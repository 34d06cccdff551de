import QtQuick
import BranchKiosk as Kiosk
import "../controls"

Page {
    id: page

    required property Kiosk.Ticket screen

    heading: qsTr("You are checked in")
    lines: [qsTr("Please have a seat. Your number will be called.")]
    picture: Component {
        TicketCard {
            number: page.screen.number
            service: page.screen.service
            counter: page.screen.counter
            waiting: page.screen.waiting
        }
    }
    Note {
        symbol: "printer"
        text: page.screen.slip
    }
    Note {
        symbol: "offline"
        visible: page.screen.offline
        text: qsTr("The bank's system cannot be reached just now. Your number is valid all the same.")
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Next")
        onClicked: page.screen.done()
    }
}
