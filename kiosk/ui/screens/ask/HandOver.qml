pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.HandOver screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        QrCode {
            address: page.screen.address
            title: page.screen.title
        }
    }
    Repeater {
        model: page.screen.others
        Action {
            id: other
            required property var modelData
            objectName: "link" + modelData.id
            text: modelData.text
            symbol: "code"
            onClicked: page.screen.choose(other.modelData.id)
        }
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
