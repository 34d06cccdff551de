pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// What the bank has to say, in turns, on a ground that is as high as the longest of it: nothing jumps. Where nothing is to
// move, the first stands still. A bulletin is an object with `title` and `line`.
Rectangle {
    id: root

    required property var bulletins
    property int at: 0
    readonly property var shown: bulletins[Math.min(at, bulletins.length - 1)] ?? { title: "", line: "" }
    readonly property real across: width - 2 * Theme.mm * 5
    readonly property real tall: bulletins.reduce((most, one) => Math.max(most, heightOf(one)), 0)
    signal turned

    Layout.fillWidth: true
    visible: bulletins.length > 0
    implicitHeight: tall + Theme.mm * 10 + (dots.visible ? dots.height + Theme.mm * 2 : 0)
    radius: Theme.radius
    color: Theme.tint
    border.color: Theme.onTint
    border.width: Theme.stark ? Theme.mm * 0.3 : 0

    function turn(): void {
        turned()
        if (!Theme.still)
            at = (at + 1) % Math.max(1, bulletins.length)
    }
    function heightOf(one: var): real {
        const lines = Typesetter.lineCount(one.title, across, title.font) + Typesetter.lineCount(one.line, across, line.font)
        return lines * Math.ceil(metrics.lineSpacing) + Theme.mm
    }

    FontMetrics {
        id: metrics
        font: title.font
    }
    Timer {
        interval: 8000
        repeat: true
        running: true // also where there is none: the time of one may come
        onTriggered: root.turn()
    }
    Column {
        x: Theme.mm * 5
        y: Theme.mm * 5
        width: root.across
        spacing: Theme.mm

        Words {
            id: title
            width: parent.width
            text: root.shown.title
            color: Theme.onTint
            font.bold: true
        }
        Words {
            id: line
            width: parent.width
            text: root.shown.line
            color: Theme.ink
        }
    }
    Row {
        id: dots
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm * 3
        visible: root.bulletins.length > 1 && !Theme.still
        spacing: Theme.mm * 2

        Repeater {
            model: root.bulletins.length
            Rectangle {
                required property int index
                width: Theme.mm * 2.4
                height: width
                radius: width / 2
                color: index === root.at ? Theme.onTint : Theme.tint
                border.color: Theme.onTint
                border.width: Theme.mm * 0.3
            }
        }
    }
}
