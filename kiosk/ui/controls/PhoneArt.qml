import QtQuick
import QtQuick.Shapes
import BranchKiosk

// A phone that shows a code is held up to the reader.
Item {
    id: root

    readonly property real k: Math.max(0, Math.min(width / 150, height / 130))
    readonly property real lift: Theme.still ? 0 : 4 * Math.sin(beat.phase * 2 * Math.PI)

    Beat {
        id: beat
        running: root.visible && !Theme.still && count < steps * rounds
    }
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: root.height - height
        width: 120 * root.k
        height: 16 * root.k
        radius: height / 2
        color: Theme.accent
        Rectangle {
            anchors.centerIn: parent
            width: 44 * root.k
            height: 5 * root.k
            radius: height / 2
            color: Theme.onAccent
        }
    }
    Shape {
        anchors.horizontalCenter: parent.horizontalCenter
        y: root.height - 52 * root.k
        width: 110 * root.k
        height: 36 * root.k
        visible: !Theme.stark
        ShapePath {
            strokeColor: "transparent"
            fillColor: Theme.tint
            scale: Qt.size(root.k, root.k)
            PathSvg { path: "M33 36 H77 L110 0 H0 Z" }
        }
    }
    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        y: (10 + root.lift) * root.k
        width: 52 * root.k
        height: 82 * root.k
        radius: 7 * root.k
        color: Theme.surface
        border.color: Theme.ink
        border.width: 2 * root.k

        Icon {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 18 * root.k
            name: "code"
            side: 38 * root.k
            weight: 1.8
            color: Theme.ink
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 64 * root.k
            width: 30 * root.k
            height: 4 * root.k
            radius: height / 2
            color: Theme.line
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 6 * root.k
            width: 14 * root.k
            height: 2.4 * root.k
            radius: height / 2
            color: Theme.ink
        }
    }
}
