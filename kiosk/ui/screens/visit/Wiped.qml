import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.Wiped screen

    heading: qsTr("This visit has ended")
    lines: [qsTr("Nobody answered, so everything about the visit was removed from the screen."), qsTr("Please take your card and your phone with you.")]
    picture: Component {
        Emblem { symbol: "shield" }
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Begin again")
        onClicked: page.screen.done()
    }
}
