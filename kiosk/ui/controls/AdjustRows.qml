pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// The rows of preferences, as many at once as `room` has place for; "More" shows the next.
FocusScope {
    id: root

    required property Session session
    required property real room
    readonly property var rows: session.adjustments
    readonly property real cell: Math.ceil(metrics.lineSpacing) * 2 + Theme.mm * 4
    readonly property real row: Math.ceil(metrics.lineSpacing) + Theme.mm * 1.5 + Math.max(Theme.target, Theme.size > 1 ? cell : 0)
    readonly property int fitting: Math.max(1, Math.floor((room + Theme.gap) / (row + Theme.gap)))
    readonly property bool paged: rows.length > fitting
    readonly property int atOnce: paged ? Math.max(1, Math.floor((room - Theme.target * 1.15) / (row + Theme.gap))) : fitting
    property int first: 0

    Layout.fillWidth: true
    implicitHeight: column.implicitHeight
    onAtOnceChanged: first = 0

    FontMetrics {
        id: metrics
        font: measured.font
    }
    Words { // to measure by
        id: measured
        visible: false
        font.bold: true
    }
    ColumnLayout {
        id: column
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: root.rows.length // and not `atOnce`: a choice that changes it must keep its focus
            ColumnLayout {
                id: line
                required property int index
                readonly property var row: root.rows[root.first + index]
                visible: row !== undefined && index < root.atOnce
                spacing: Theme.mm * 1.5

                Words {
                    Layout.fillWidth: true
                    text: line.row?.label ?? ""
                    font.bold: true
                }
                RowLayout {
                    spacing: Theme.gap
                    Repeater {
                        model: line.row?.choices.length ?? 0
                        Segment {
                            required property int index
                            readonly property var choice: line.row?.choices[index]
                            objectName: choice?.id ?? ""
                            label: line.row?.label ?? ""
                            text: choice?.text ?? ""
                            chosen: choice?.chosen ?? false
                            focus: line.index === 0 && index === 0
                            onClicked: root.session.choose(line.row.id, index)
                        }
                    }
                }
            }
        }
        Action {
            objectName: "moreAdjustments"
            visible: root.paged
            text: root.first + root.atOnce < root.rows.length ? qsTr("More") : qsTr("From the beginning")
            symbol: root.first + root.atOnce < root.rows.length ? "more" : "startOver"
            onClicked: root.first = root.first + root.atOnce < root.rows.length ? root.first + root.atOnce : 0
        }
    }
}
