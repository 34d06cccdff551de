import QtQuick
import BranchKiosk

// A large drawing on a round ground: says at a glance what kind of page this is.
Item {
    id: root

    required property string symbol
    property bool alarm: false
    readonly property real side: Math.max(0, Math.min(width, height, Theme.mm * 100))

    Rectangle {
        anchors.centerIn: parent
        width: root.side
        height: width
        radius: width / 2
        color: root.alarm ? Theme.onAlarm : Theme.tint
        border.color: Theme.onTint
        border.width: Theme.stark && !root.alarm ? Theme.mm * 0.8 : 0

        Icon {
            anchors.centerIn: parent
            anchors.verticalCenterOffset: root.alarm ? -root.side * 0.03 : 0
            name: root.symbol
            side: root.side * (root.alarm ? 0.62 : 0.5)
            weight: 1.3
            color: root.alarm ? Theme.alarm : Theme.onTint
        }
    }
}
