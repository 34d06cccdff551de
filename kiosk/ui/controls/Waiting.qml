pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// Three dots that take turns: the kiosk works, the customer waits.
Emblem {
    id: root

    symbol: ""

    Beat {
        id: beat
        interval: 400
        steps: 3
        rounds: 200
        running: root.visible && !Theme.still && count < steps * rounds
    }
    Row {
        anchors.centerIn: parent
        spacing: root.side * 0.08
        Repeater {
            model: 3
            Rectangle {
                required property int index
                readonly property bool lit: Theme.still || beat.count % 3 === index
                width: root.side * 0.13
                height: width
                radius: width / 2
                color: lit ? Theme.onTint : Theme.tint
                border.color: Theme.onTint
                border.width: root.side * 0.012
            }
        }
    }
}
