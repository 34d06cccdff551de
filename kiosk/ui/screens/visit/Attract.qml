pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.Attract screen

    heading: qsTr("Welcome")
    lines: [qsTr("Accounts, transfers, a number, a question: touch Start. With an appointment you can also hold up its code."), screen.watched].filter(line => line !== "")
    picture: Component {
        PhoneArt {}
    }
    notes: Bulletins {
        objectName: "bulletins"
        bulletins: page.screen.bulletins
        onTurned: page.screen.look()
    }
    Action {
        objectName: "start"
        primary: true
        large: true
        focus: true
        text: qsTr("Start")
        implicitHeight: Kiosk.Theme.primary * 1.5
        onClicked: page.screen.start()
    }
}
