import QtQuick
import QtQuick.Shapes
import BranchKiosk
import "icons.js" as Icons

// One of our drawings, in one colour.
Item {
    id: root

    required property string name
    property color color: Theme.ink
    property real side: Theme.mm * 7
    property real weight: 1.7

    implicitWidth: side
    implicitHeight: side

    Shape {
        anchors.fill: parent

        ShapePath {
            strokeColor: root.color
            strokeWidth: root.weight * root.side / 24
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            scale: Qt.size(root.side / 24, root.side / 24)
            PathSvg { path: Icons.stroke(root.name) }
        }
        ShapePath {
            strokeColor: "transparent"
            fillColor: root.color
            scale: Qt.size(root.side / 24, root.side / 24)
            PathSvg { path: Icons.fill(root.name) }
        }
    }
}
