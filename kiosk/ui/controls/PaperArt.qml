pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// A slip comes out of the printer, to be taken.
Item {
    id: root

    readonly property real k: Math.max(0, Math.min(width / 150, height / 110))
    readonly property real phase: Theme.still ? 1 : Math.min(1, beat.phase * 1.7)

    Beat {
        id: beat
        running: root.visible && !Theme.still && count < steps * rounds
    }
    Item { // nothing of the slip is seen above the slot
        x: (root.width - width) / 2
        y: slot.y + slot.height / 2
        width: 70 * root.k
        height: 78 * root.k
        clip: true

        Rectangle {
            y: (root.phase - 1) * 72 * root.k
            width: parent.width
            height: 72 * root.k
            color: Theme.surface
            border.color: Theme.ink
            border.width: 1.6 * root.k

            Column {
                x: 10 * root.k
                y: 14 * root.k
                spacing: 7 * root.k
                Repeater {
                    model: [38, 50, 46, 50, 28]
                    Rectangle {
                        required property int modelData
                        required property int index
                        width: modelData * root.k
                        height: (index === 0 ? 4.4 : 2.6) * root.k
                        radius: height / 2
                        color: Theme.line
                    }
                }
            }
        }
    }
    Rectangle {
        id: slot
        x: (root.width - width) / 2
        y: (root.height - 96 * root.k) / 2
        width: 118 * root.k
        height: 18 * root.k
        radius: 6 * root.k
        color: Theme.tint
        border.color: Theme.onTint
        border.width: 1.2 * root.k

        Rectangle {
            anchors.centerIn: parent
            width: 82 * root.k
            height: 3.4 * root.k
            radius: height / 2
            color: Theme.onTint
        }
    }
}
