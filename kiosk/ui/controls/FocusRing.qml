import QtQuick
import BranchKiosk

// Shows which control has the focus, on any ground.
Rectangle {
    property real reach: Theme.mm * 1.5

    anchors.fill: parent
    anchors.margins: -reach
    color: "transparent"
    radius: Theme.radius + reach
    border.color: Theme.ink
    border.width: Theme.mm * 0.8
}
