import QtQuick
import QtQuick.Layouts
import BranchKiosk

// A line with its drawing, on a quiet ground.
Rectangle {
    id: root

    required property string text
    required property string symbol
    property bool alarm: false
    readonly property color writing: alarm ? Theme.onAlarm : Theme.onTint

    Layout.fillWidth: true
    Layout.topMargin: Theme.mm * 1.5
    implicitHeight: row.implicitHeight + Theme.mm * 6
    radius: Theme.radius
    color: alarm ? Theme.alarm : Theme.tint
    border.color: writing
    border.width: alarm || Theme.stark ? Theme.mm * 0.3 : 0

    RowLayout {
        id: row
        x: Theme.mm * 5
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap
        Icon {
            name: root.symbol
            side: Math.min(Theme.text * 1.5, Theme.mm * 12)
            color: root.writing
        }
        Words {
            Layout.fillWidth: true
            text: root.text
            color: root.writing
        }
    }
}
