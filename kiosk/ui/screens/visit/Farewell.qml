import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.Farewell screen

    heading: qsTr("Thank you for your visit")
    lines: [qsTr("Your card details and pictures are not kept here. Please take your card and your phone with you.")]
    picture: Component {
        Emblem { symbol: "check" }
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.done()
    }
}
