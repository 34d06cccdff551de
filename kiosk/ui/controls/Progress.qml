import QtQuick
import QtQuick.Layouts
import BranchKiosk

// How far something has come that the customer waits for.
Rectangle {
    id: root

    required property real share

    Layout.fillWidth: true
    implicitHeight: Theme.mm * 6
    radius: height / 2
    color: Theme.tint
    border.color: Theme.onTint
    border.width: Theme.mm * 0.4
    Accessible.role: Accessible.ProgressBar
    Accessible.name: qsTr("%1 % has been read").arg(Math.round(root.share * 100))

    Rectangle {
        x: Theme.mm
        y: Theme.mm
        width: Math.max(height, (parent.width - 2 * x) * Math.min(1, root.share))
        height: parent.height - 2 * y
        radius: height / 2
        color: Theme.onTint
    }
}
