import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import BranchKiosk

// One answer of the survey: a face and its word. Upright where five fit side by side, else a row.
T.AbstractButton {
    id: root

    required property int value
    property bool row: false
    readonly property color ground: down ? Theme.accent : Theme.surface
    readonly property color writing: down ? Theme.onAccent : Theme.accent

    Layout.fillWidth: true
    Layout.fillHeight: true
    Layout.preferredWidth: 1
    implicitHeight: Math.max(Theme.primary, words.implicitHeight + Theme.mm * (row ? 4 : 10))
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.ground
        border.color: Theme.line
        border.width: Theme.mm * 0.4

        FocusRing {
            visible: root.visualFocus
        }
    }

    contentItem: Item {
        GridLayout {
            id: words
            anchors.verticalCenter: parent.verticalCenter
            x: root.row ? Theme.mm * 6 : Theme.mm
            width: parent.width - 2 * x
            columns: root.row ? 2 : 1
            columnSpacing: Theme.mm * 6
            rowSpacing: Theme.mm * 3
            Icon {
                name: "face" + root.value
                side: root.row ? Theme.mm * 14 : Theme.mm * 26
                weight: 1.4
                color: root.writing
                Layout.alignment: Qt.AlignHCenter
            }
            Text {
                text: root.text
                color: root.writing
                font.pixelSize: Theme.text
                textFormat: Text.PlainText
                wrapMode: Text.Wrap
                horizontalAlignment: root.row ? Text.AlignLeft : Text.AlignHCenter
                Layout.fillWidth: true
            }
        }
    }
}
