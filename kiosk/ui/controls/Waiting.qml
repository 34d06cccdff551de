pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// Three dots that take turns: the kiosk works, the customer waits.
Item {
    id: root

    Beat {
        id: beat
        interval: 400
        steps: 3
        rounds: 200
        running: root.visible && !Theme.still && count < steps * rounds
    }
    Row {
        anchors.centerIn: parent
        spacing: Theme.mm * 7
        Repeater {
            model: 3
            Rectangle {
                required property int index
                readonly property bool lit: Theme.still || beat.count % 3 === index
                width: Theme.mm * 11
                height: width
                radius: width / 2
                color: lit ? Theme.accent : Theme.tint
                border.color: Theme.accent
                border.width: Theme.mm * 0.5
            }
        }
    }
}
