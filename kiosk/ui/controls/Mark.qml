pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Shapes
import BranchKiosk

// The bank's mark, where its brand has one for this contrast; without a brand Branch Kiosk's own: a branch with two leaves.
Item {
    id: root

    property real side: Theme.mm * 10

    visible: !Theme.branded || Theme.mark.toString() !== ""
    implicitWidth: Theme.branded ? Math.min(theirs.implicitWidth * side / Math.max(1, theirs.implicitHeight), side * 3) : side
    implicitHeight: side

    Image {
        id: theirs
        anchors.fill: parent
        visible: Theme.branded
        source: Theme.mark
        sourceSize.height: root.side * 2
        fillMode: Image.PreserveAspectFit
        Accessible.ignored: true
    }
    Rectangle {
        anchors.fill: parent
        visible: !Theme.branded
        radius: root.side * 0.24
        color: Theme.accent

        Shape {
            ShapePath {
                strokeColor: Theme.onAccent
                strokeWidth: root.side * 0.07
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                scale: Qt.size(root.side / 24, root.side / 24)
                PathSvg { path: "M12 20 V9.5" }
            }
            ShapePath {
                strokeColor: "transparent"
                fillColor: Theme.onAccent
                scale: Qt.size(root.side / 24, root.side / 24)
                PathSvg { path: "M12 11.5 C12 6.5 15 4.2 19.4 4 C19.6 9 17 11.6 12 11.5 Z M12 16 C11.8 12 9.2 10 5.2 10 C5.2 14 7.8 16.2 12 16 Z" }
            }
        }
    }
}
