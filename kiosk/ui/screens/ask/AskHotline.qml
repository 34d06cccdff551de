pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AskHotline screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        BigText {
            text: page.screen.number
        }
    }
    notes: Note {
        visible: text !== ""
        symbol: "shield"
        text: page.screen.others
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
}
