pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.Scanning screen

    heading: page.screen.several ? qsTr("Please hold up one code only") : qsTr("Please hold up your code")
    lines: page.screen.several
        ? [qsTr("There is more than one code in view."), qsTr("The code is in your appointment message or in the bank's app.")]
        : [qsTr("The code is in your appointment message or in the bank's app."), qsTr("Hold it a hand's width above the reader. Nothing needs to be touched.")]
    wordsFirst: true
    picture: Component {
        PhoneArt {}
    }
    Action {
        objectName: "noCode"
        text: qsTr("I have no code at hand")
        symbol: "card"
        onClicked: page.screen.noCode()
    }
}
