import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import BranchKiosk

// A control of the bar: a drawing above its words, or beside them where the words are large.
T.AbstractButton {
    id: root

    required property string symbol
    property bool beside: Theme.barColumns === 3
    property bool strong: false
    property bool pressedIn: false
    readonly property color ground: strong ? Theme.accent : Theme.surface
    readonly property color writing: strong ? Theme.onAccent : Theme.accent

    Layout.fillWidth: true
    Layout.preferredWidth: 1
    implicitHeight: Math.max(Theme.target * (beside ? 1.05 : 1.35), words.implicitHeight + Theme.mm * 4)
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? root.writing : root.ground
        border.color: root.strong ? root.ground : Theme.line
        border.width: Theme.mm * (root.pressedIn ? 1 : 0.3)

        FocusRing {
            visible: root.visualFocus
        }
    }

    contentItem: Item {
        GridLayout {
            id: words
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width - Theme.mm * 2)
            columns: root.beside ? 2 : 1
            columnSpacing: Theme.mm * 2.5
            rowSpacing: Theme.mm * 0.6

            Icon {
                name: root.symbol
                side: Math.max(Theme.mm * 9, Theme.text * 0.95)
                color: label.color
                Layout.alignment: Qt.AlignHCenter
            }
            Text {
                id: label
                text: root.text
                color: root.down ? root.ground : root.writing
                font.pixelSize: Theme.text
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignHCenter
                Layout.alignment: Qt.AlignHCenter
            }
        }
    }
}
