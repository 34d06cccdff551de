import QtQuick
import QtQuick.Templates as T
import BranchKiosk

// A key of the on-screen keyboard. What it writes is its name; `sign` says what a sign is called. A `strong` key ends
// the writing, a `quiet` one changes the keyboard.
T.AbstractButton {
    id: root

    property string symbol
    property string spoken: text
    property string sign
    property bool strong: false
    property bool quiet: false
    property bool alive: false
    readonly property color ground: strong || alive ? Theme.accent : quiet ? Theme.tint : Theme.surface
    readonly property color writing: strong || alive ? Theme.onAccent : quiet ? Theme.onTint : Theme.ink

    Accessible.name: spoken
    Accessible.description: sign
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? root.writing : root.ground
        border.color: root.strong || root.alive ? root.ground : Theme.line
        border.width: Theme.mm * 0.3

        FocusRing {
            visible: root.visualFocus
            reach: Theme.mm * 0.8
        }
    }
    contentItem: Item {
        Icon {
            anchors.centerIn: parent
            visible: root.symbol !== ""
            name: root.symbol
            side: Math.min(parent.height * 0.6, Theme.mm * 10)
            color: root.down ? root.ground : root.writing
        }
        Text {
            anchors.fill: parent
            visible: root.symbol === ""
            text: root.text
            color: root.down ? root.ground : root.writing
            font.pixelSize: Math.max(1, Math.min(Theme.text * 1.15, root.height * 0.56))
            font.bold: root.strong
            textFormat: Text.PlainText
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
    }
}
