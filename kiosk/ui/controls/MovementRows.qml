pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// Transactions, one below the other, whole, as many as fit from `first` on. A row has `other`, `text` and `amount`. Where
// an amount does not fit beside its words, it stands below them.
Item {
    id: root

    required property var rows
    property int first: 0
    readonly property real pad: Theme.mm * 2.5
    readonly property real line: Math.ceil(metrics.lineSpacing)
    readonly property real figures: widest.implicitWidth + Theme.gap
    readonly property bool narrow: width - figures < Theme.text * 9
    readonly property real across: narrow ? width : width - figures
    readonly property int fits: fitting(first)

    function lines(text: string, room: real, font: font): int {
        return text && room > 0 ? Typesetter.lineCount(text, room, font) : 0;
    }
    function tall(row: var): real {
        return (lines(row.other, across, bold.font) + lines(row.text, width, plain.font) + (narrow ? 1 : 0)) * line + 2 * pad;
    }
    function fitting(from: int): int {
        let room = height, count = 0;
        while (from + count < rows.length && (room -= tall(rows[from + count])) >= 0)
            count += 1;
        return Math.max(1, count);
    }

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
        id: widest
        visible: false
        font.bold: true
        wrapMode: Text.NoWrap
        text: root.rows.reduce((most, row) => row.amount.length > most.length ? row.amount : most, "")
    }
    Words { // to measure by
        id: plain
        visible: false
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
                height: root.tall(modelData)

                Rectangle {
                    visible: row.index > 0
                    width: parent.width
                    height: Math.max(1, Theme.mm * 0.25)
                    color: Theme.line
                }
                Words {
                    id: other
                    y: root.pad
                    width: root.across
                    text: row.modelData.other
                    font.bold: true
                }
                Words {
                    id: details
                    y: other.y + root.lines(other.text, root.across, bold.font) * root.line
                    width: root.width
                    text: row.modelData.text
                    color: Theme.soft
                }
                Words {
                    anchors.right: parent.right
                    y: root.narrow ? row.height - root.pad - root.line : other.y
                    text: row.modelData.amount
                    font.bold: true
                    wrapMode: Text.NoWrap
                }
            }
        }
    }
}
