pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// The photo on the card beside the face before the camera.
Item {
    id: root

    readonly property real k: Math.max(0, Math.min(width / 190, height / 84))

    Item {
        anchors.centerIn: parent
        width: 190 * root.k
        height: 84 * root.k

        Rectangle {
            y: 14 * root.k
            width: 88 * root.k
            height: 56 * root.k
            radius: 5 * root.k
            color: Theme.surface
            border.color: Theme.ink
            border.width: 1.6 * root.k
            Rectangle {
                x: 7 * root.k
                anchors.verticalCenter: parent.verticalCenter
                width: 32 * root.k
                height: 38 * root.k
                radius: 3 * root.k
                color: Theme.tint
                border.color: Theme.onTint
                border.width: Theme.stark ? 0.8 * root.k : 0
                Icon {
                    anchors.centerIn: parent
                    name: "person"
                    side: 26 * root.k
                    color: Theme.onTint
                }
            }
            Column {
                x: 46 * root.k
                anchors.verticalCenter: parent.verticalCenter
                spacing: 6 * root.k
                Repeater {
                    model: [34, 26, 34, 18]
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
        Repeater {
            model: 2
            Rectangle {
                required property int index
                x: 97 * root.k
                y: (37 + 7 * index) * root.k
                width: 14 * root.k
                height: 3 * root.k
                radius: height / 2
                color: Theme.accent
            }
        }
        Rectangle {
            x: 120 * root.k
            y: 2 * root.k
            width: 66 * root.k
            height: 80 * root.k
            radius: width / 2
            color: Theme.tint
            border.color: Theme.onTint
            border.width: 1.6 * root.k
            Icon {
                anchors.centerIn: parent
                name: "person"
                side: 50 * root.k
                weight: 1.2
                color: Theme.onTint
            }
        }
    }
}
