pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// The five answers, best at the right or at the bottom.
GridLayout {
    id: root

    required property list<string> answers
    readonly property bool upright: Theme.portrait ? Theme.size < 2 : false
    signal chosen(int value)

    Layout.fillWidth: true
    columns: upright ? 5 : 1
    uniformCellWidths: true
    uniformCellHeights: true
    columnSpacing: Theme.gap
    rowSpacing: Theme.gap

    Repeater {
        model: root.answers
        RatingButton {
            required property string modelData
            required property int index
            objectName: "rate" + value
            value: index + 1
            row: !root.upright
            text: modelData
            onClicked: root.chosen(value)
        }
    }
}
