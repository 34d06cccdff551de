pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import BranchKiosk

// A phone that shows a code is held up to the reader.
Item {
    id: root

    readonly property real k: Math.max(0, Math.min(width / 150, height / 132))
    readonly property real lift: Theme.still ? 0 : 3 * Math.sin(beat.phase * 2 * Math.PI)

    Beat {
        id: beat
        running: root.visible && !Theme.still && count < steps * rounds
    }
    Item {
        anchors.centerIn: parent
        width: 150 * root.k
        height: 132 * root.k

        Shape {
            x: 34 * root.k
            y: 84 * root.k
            width: 82 * root.k
            height: 36 * root.k
            visible: !Theme.stark
            ShapePath {
                strokeColor: "transparent"
                fillColor: Theme.tint
                scale: Qt.size(root.k, root.k)
                PathSvg { path: "M22 36 H60 L82 0 H0 Z" }
            }
        }
        Rectangle {
            x: 25 * root.k
            y: 118 * root.k
            width: 100 * root.k
            height: 14 * root.k
            radius: 5 * root.k
            color: Theme.accent
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 4 * root.k
                width: 38 * root.k
                height: 4 * root.k
                radius: height / 2
                color: Theme.onAccent
            }
        }
        Rectangle {
            x: 48 * root.k
            y: (4 + root.lift) * root.k
            width: 54 * root.k
            height: 94 * root.k
            radius: 8 * root.k
            color: Theme.surface
            border.color: Theme.ink
            border.width: 2 * root.k

            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 6 * root.k
                width: 14 * root.k
                height: 2.2 * root.k
                radius: height / 2
                color: Theme.ink
            }
            Repeater {
                model: [34, 24]
                Rectangle {
                    required property int modelData
                    required property int index
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: (16 + 6 * index) * root.k
                    width: modelData * root.k
                    height: 2.4 * root.k
                    radius: height / 2
                    color: Theme.line
                }
            }
            Icon {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 34 * root.k
                name: "code"
                side: 44 * root.k
                weight: 2
                color: Theme.ink
            }
        }
    }
}
