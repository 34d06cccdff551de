import QtQuick
import QtQuick.Layouts
import BranchKiosk

// A line with its drawing, on a quiet ground.
Rectangle {
    id: root

    required property string text
    required property string symbol

    Layout.fillWidth: true
    implicitHeight: row.implicitHeight + Theme.mm * 6
    radius: Theme.radius
    color: Theme.tint
    border.color: Theme.onTint
    border.width: Theme.stark ? Theme.mm * 0.3 : 0

    RowLayout {
        id: row
        x: Theme.mm * 4
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap
        Icon {
            name: root.symbol
            side: Math.min(Theme.text * 1.5, Theme.mm * 12)
            color: Theme.onTint
        }
        Words {
            Layout.fillWidth: true
            text: root.text
            color: Theme.onTint
        }
    }
}
