pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// A card is laid on the reader, or turned over on it.
Item {
    id: root

    property bool turn: false
    readonly property real k: Math.max(0, Math.min(width / 170, height / 84))
    readonly property real phase: Theme.still ? 1 : Math.min(1, beat.phase * 1.7)
    readonly property bool back: turn && phase > 0.5

    Beat {
        id: beat
        running: root.visible && !Theme.still && count < steps * rounds
    }
    Rectangle {
        id: plate
        anchors.centerIn: parent
        width: 108 * root.k
        height: 72 * root.k
        radius: 6 * root.k
        color: Theme.tint
        border.color: Theme.onTint
        border.width: 1.2 * root.k
    }
    Rectangle {
        readonly property real squeeze: root.turn ? Math.max(0.06, Math.abs(Math.cos(root.phase * Math.PI))) : 1
        width: 86 * root.k * squeeze
        height: 54 * root.k
        radius: 4 * root.k
        x: plate.x + (plate.width - width) / 2 + (root.turn ? 0 : (1 - root.phase) * 30 * root.k)
        y: plate.y + (plate.height - height) / 2 - (root.turn ? 0 : (1 - root.phase) * 5 * root.k)
        color: Theme.surface
        border.color: Theme.ink
        border.width: 1.6 * root.k
        clip: true

        Icon {
            visible: !root.back
            x: 7 * root.k
            anchors.verticalCenter: parent.verticalCenter
            name: "person"
            side: 30 * root.k
            weight: 1.4
            color: Theme.ink
        }
        Column {
            x: (root.back ? 10 : 44) * root.k
            anchors.verticalCenter: parent.verticalCenter
            spacing: 6 * root.k
            Repeater {
                model: root.back ? [64, 64, 64] : [32, 26, 32, 18]
                Rectangle {
                    required property int modelData
                    width: modelData * root.k
                    height: 2.6 * root.k
                    radius: height / 2
                    color: Theme.line
                }
            }
        }
    }
}
