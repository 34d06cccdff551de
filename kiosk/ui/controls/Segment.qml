import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import BranchKiosk

// One of several in a row, of which one holds: that one is filled, and ticked.
T.AbstractButton {
    id: root

    required property string label
    property bool chosen: false
    readonly property bool inked: chosen !== down
    readonly property color writing: inked ? Theme.onAccent : Theme.accent
    readonly property real tick: chosen ? icon.width + Theme.mm * 2 : 0

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
            side: Math.min(Theme.text, Theme.mm * 8)
            weight: 2.6
            color: root.writing
            anchors.verticalCenter: parent.verticalCenter
            x: Math.max(Theme.mm, (parent.width - root.tick - words.paintedWidth) / 2)
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
