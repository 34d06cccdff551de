import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import BranchKiosk

// What the customer can do on this page. One action a page is primary; a `safe` one shows that it has the focus; a
// `withheld` one cannot be seen or used yet and keeps its place; one that cannot be used yet is pale.
T.AbstractButton {
    id: root

    property bool primary: false
    property bool alarm: false
    property bool safe: false
    property bool large: false
    property bool withheld: false
    property string symbol
    readonly property color filled: alarm ? Theme.onAlarm : Theme.accent
    readonly property color plain: alarm ? Theme.alarm : primary ? Theme.onAccent : Theme.surface
    readonly property color ground: primary !== down ? filled : plain
    readonly property color writing: primary !== down ? plain : filled
    readonly property real pad: Theme.mm * 5
    readonly property real beside: symbol ? icon.width + Theme.gap : 0

    Layout.fillWidth: true
    enabled: !withheld
    opacity: withheld ? 0 : enabled ? 1 : 0.5
    implicitWidth: label.implicitWidth + 2 * pad + beside
    implicitHeight: Math.max(primary ? Theme.primary : Theme.target * 1.15, label.implicitHeight + Theme.mm * 6)
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.ground
        border.color: root.filled
        border.width: Theme.mm * 0.5

        FocusRing {
            visible: root.activeFocus && (root.safe || root.visualFocus)
            border.color: root.alarm ? Theme.onAlarm : Theme.ink
        }
    }

    contentItem: Item {
        Icon {
            id: icon
            visible: root.symbol !== ""
            name: root.symbol
            side: Math.min(Theme.text * 1.25, Theme.mm * 11)
            color: root.writing
            anchors.verticalCenter: parent.verticalCenter
            x: (parent.width - root.beside - label.paintedWidth) / 2
        }
        Text {
            id: label
            text: root.text
            color: root.writing
            font.pixelSize: root.large ? Theme.title : Theme.text
            font.bold: true
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            x: root.pad + root.beside
            width: parent.width - 2 * root.pad - root.beside
            height: parent.height
        }
    }
}
