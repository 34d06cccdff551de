import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import BranchKiosk

// One of several in a row, of which one holds: that one is filled, and ticked; in its corner where a word would break
// beside the tick.
T.AbstractButton {
    id: root

    required property string label
    property bool chosen: false
    readonly property bool inked: chosen !== down
    readonly property color writing: inked ? Theme.onAccent : Theme.accent
    readonly property real usual: Math.min(Theme.text, Theme.mm * 8)
    readonly property real beside: usual + Theme.mm * 2
    readonly property bool cornered: longest.advanceWidth > width - 2 * Theme.mm - beside
    readonly property real tick: chosen && !cornered ? beside : 0

    checkable: true
    checked: chosen
    onToggled: checked = Qt.binding(() => root.chosen) // what is chosen is the journey's to say
    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.preferredWidth: 1
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.mm * 4)
    Accessible.role: Accessible.RadioButton
    Accessible.name: text
    Accessible.description: label
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    TextMetrics {
        id: longest
        text: root.text.split(" ").reduce((most, word) => word.length > most.length ? word : most, "")
        font.family: words.font.family
        font.pixelSize: Theme.text
        font.bold: true
    }
    background: Rectangle {
        radius: Theme.radius
        color: root.inked ? Theme.accent : Theme.surface
        border.color: Theme.accent
        border.width: Theme.mm * 0.4

        FocusRing {
            visible: root.visualFocus
        }
    }
    contentItem: Item {
        Icon {
            id: icon
            visible: root.chosen
            name: "check"
            side: root.cornered ? Math.min(Theme.text, Theme.mm * 5) : root.usual
            weight: 2.6
            color: root.writing
            y: root.cornered ? Theme.mm : (parent.height - height) / 2
            x: root.cornered ? Theme.mm : Math.max(Theme.mm, (parent.width - root.tick - words.paintedWidth) / 2)
        }
        Text {
            id: words
            x: Theme.mm + root.tick
            width: parent.width - x - Theme.mm
            height: parent.height
            text: root.text
            color: root.writing
            font.pixelSize: Theme.text
            font.bold: root.chosen
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
    }
}
