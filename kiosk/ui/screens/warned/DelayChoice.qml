pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.DelayChoice screen

    heading: qsTr("When shall the money go?")
    lines: [qsTr("Until then you can cancel it, at any of our kiosks or counters.")]
    picture: Component {
        Emblem { symbol: "clock" }
    }
    notes: Note {
        symbol: "phone"
        text: page.screen.numbers
    }
    Action {
        objectName: "confirm"
        visible: page.screen.default !== ""
        primary: true
        safe: true
        focus: true
        text: page.screen.default
        symbol: "shield"
        onClicked: page.screen.confirm()
    }
    Repeater {
        model: page.screen.others
        Action {
            required property var modelData
            objectName: "choose-" + modelData.id
            text: modelData.text
            onClicked: page.screen.choose(modelData.id)
        }
    }
}
