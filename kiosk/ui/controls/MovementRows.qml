pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// Transactions, one below the other, as many as fit from `first` on. A row has `day`, `other`, `text` and `amount`.
// Where an amount does not fit beside its words, it stands below them.
Item {
    id: root

    required property var rows
    property int first: 0
    readonly property real pad: Theme.mm * 2.5
    readonly property real figures: rows.reduce((most, row) => Math.max(most, metrics.advanceWidth(row.amount)), 0) + Theme.mm
    readonly property bool narrow: width - figures < Theme.text * 7
    readonly property real tall: Math.ceil(metrics.lineSpacing) * (narrow ? 3 : 2) + 2 * pad
    readonly property int fits: Math.max(1, Math.floor(height / tall))

    FontMetrics {
        id: metrics
        font: measured.font
    }
    Words { // to measure by
        id: measured
        visible: false
        font.bold: true
    }
    Column {
        width: parent.width

        Repeater {
            model: root.rows.slice(root.first, root.first + root.fits)
            Item {
                id: row
                required property var modelData
                required property int index
                width: root.width
                height: root.tall

                Rectangle {
                    visible: row.index > 0
                    width: parent.width
                    height: Math.max(1, Theme.mm * 0.25)
                    color: Theme.line
                }
                Words {
                    id: other
                    y: root.pad
                    width: parent.width - (root.narrow ? 0 : root.figures + Theme.gap)
                    text: row.modelData.other
                    font.bold: true
                    wrapMode: Text.NoWrap
                    elide: Text.ElideRight
                }
                Words {
                    y: other.y + Math.ceil(metrics.lineSpacing)
                    width: other.width
                    text: row.modelData.text
                    color: Theme.soft
                    wrapMode: Text.NoWrap
                    elide: Text.ElideRight
                }
                Words {
                    anchors.right: parent.right
                    y: root.narrow ? other.y + 2 * Math.ceil(metrics.lineSpacing) : other.y
                    text: row.modelData.amount
                    font.bold: true
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
