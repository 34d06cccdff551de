pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// The choices of a page, as many at once as `room` has place for; "More" shows the next. A choice is an object with `id`
// and `text`, and may have `hint` and `symbol`.
FocusScope {
    id: root

    required property var choices
    required property real room
    property int columns: 1
    readonly property real cell: (width - (columns - 1) * Theme.gap) / columns
    readonly property real beside: choices.some(choice => choice.symbol) ? Math.min(Theme.text * 2, Theme.mm * 15) + Theme.gap : 0
    readonly property real tile: choices.reduce((most, choice) => Math.max(most, tileHeight(choice)), Theme.primary)
    readonly property int rows: Math.max(1, Math.floor((room + Theme.gap) / (tile + Theme.gap)))
    readonly property bool paged: choices.length > Math.min(rows * columns, Theme.mostChoices)
    readonly property int atOnce: Math.max(1, Math.min(Theme.mostChoices, paged ? (rows - 1) * columns : rows * columns))
    readonly property var pageOfChoices: choices.slice(first, first + atOnce)
    property int first: 0
    signal chosen(string id)

    function linesOf(text: string, font: font): int {
        return text ? Typesetter.lineCount(text, cell - Theme.mm * 8 - beside, font) : 0
    }
    function tileHeight(choice: var): real {
        return (linesOf(choice.text, bold.font) + linesOf(choice.hint ?? "", plain.font)) * Math.ceil(metrics.lineSpacing) + Theme.mm * 7
    }

    Layout.fillWidth: true
    implicitHeight: grid.implicitHeight
    onChoicesChanged: first = 0
    onAtOnceChanged: first = 0

    FontMetrics {
        id: metrics
        font: bold.font
    }
    Words { // to measure by
        id: bold
        visible: false
        font.bold: true
    }
    Words { // to measure by
        id: plain
        visible: false
    }
    GridLayout {
        id: grid
        width: parent.width
        columns: root.columns
        uniformCellWidths: true
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: root.pageOfChoices
            ChoiceTile {
                required property var modelData
                required property int index
                objectName: "choose-" + modelData.id
                focus: index === 0
                text: modelData.text
                hint: modelData.hint ?? ""
                symbol: modelData.symbol ?? ""
                Layout.fillWidth: true
                Layout.preferredHeight: root.tile
                onClicked: root.chosen(modelData.id)
            }
        }
        Action {
            objectName: "moreChoices"
            visible: root.paged
            Layout.columnSpan: root.columns
            text: root.first + root.atOnce < root.choices.length ? qsTr("More") : qsTr("From the beginning")
            symbol: root.first + root.atOnce < root.choices.length ? "more" : "startOver"
            onClicked: root.first = root.first + root.atOnce < root.choices.length ? root.first + root.atOnce : 0
        }
    }
}
