pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// Answers on a scale of numbers, the best at the right or at the end, with what both ends mean.
ColumnLayout {
    id: root

    required property var values
    required property string least
    required property string most
    readonly property real gap: Theme.mm * 3
    readonly property int columns: {
        const fitting = Math.floor((width + gap) / (Math.max(Theme.mm * 17, Theme.text * 1.5) + gap));
        return values.length <= fitting ? values.length : Math.ceil(values.length / Math.ceil(values.length / Math.max(1, fitting)));
    }
    signal chosen(int value)

    Layout.fillWidth: true
    spacing: Theme.mm * 3

    GridLayout {
        Layout.fillWidth: true
        columns: Math.max(1, root.columns)
        uniformCellWidths: true
        columnSpacing: root.gap
        rowSpacing: root.gap

        Repeater {
            model: root.values
            Key {
                required property int modelData
                required property int index
                objectName: "rate" + modelData
                text: String(modelData)
                sign: index === 0 ? root.least : index === root.values.length - 1 ? root.most : ""
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                Layout.preferredHeight: Math.max(Theme.mm * 20, Theme.text * 1.8)
                onClicked: root.chosen(modelData)
            }
        }
    }
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.margin

        Words {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            text: qsTr("%1: %2").arg(root.values[0]).arg(root.least)
            color: Theme.soft
        }
        Words {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            horizontalAlignment: Text.AlignRight
            text: qsTr("%1: %2").arg(root.values[root.values.length - 1]).arg(root.most)
            color: Theme.soft
        }
    }
}
