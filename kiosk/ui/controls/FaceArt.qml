import QtQuick
import BranchKiosk

// The portrait on the card beside the face before the camera.
Row {
    id: root

    readonly property real k: Math.max(0, Math.min(width / 170, height / 74))
    leftPadding: (width - 164 * k) / 2
    topPadding: (height - 70 * k) / 2
    spacing: 10 * k

    Rectangle {
        width: 62 * root.k
        height: 70 * root.k
        radius: 5 * root.k
        color: Theme.tint
        border.color: Theme.onTint
        border.width: 1.2 * root.k
        Icon {
            anchors.centerIn: parent
            name: "card"
            side: 48 * root.k
            weight: 1.2
            color: Theme.onTint
        }
    }
    Column {
        anchors.verticalCenter: parent.verticalCenter
        anchors.verticalCenterOffset: parent.topPadding / 2
        spacing: 5 * root.k
        Repeater {
            model: 2
            Rectangle {
                width: 20 * root.k
                height: 4 * root.k
                radius: height / 2
                color: Theme.accent
            }
        }
    }
    Rectangle {
        width: 62 * root.k
        height: 70 * root.k
        radius: width / 2
        color: Theme.tint
        border.color: Theme.onTint
        border.width: 1.2 * root.k
        Icon {
            anchors.centerIn: parent
            name: "person"
            side: 44 * root.k
            weight: 1.2
            color: Theme.onTint
        }
    }
}
