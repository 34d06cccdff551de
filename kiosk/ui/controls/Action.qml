import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import BranchKiosk

// What the customer can do on this page. One action a page is primary.
T.AbstractButton {
    id: root

    property bool primary: false
    property string symbol
    property color ground: primary ? Theme.accent : Theme.surface
    property color writing: primary ? Theme.onAccent : Theme.accent
    readonly property real pad: Theme.mm * 5

    Layout.fillWidth: true
    implicitWidth: label.implicitWidth + 2 * pad + (symbol ? icon.width + Theme.gap : 0)
    implicitHeight: Math.max(primary ? Theme.primary : Theme.target * 1.15, label.implicitHeight + Theme.mm * 6)
    Accessible.name: text
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? root.writing : root.ground
        border.color: root.writing
        border.width: root.primary ? 0 : Theme.mm * 0.5

        FocusRing {
            visible: root.visualFocus
        }
    }

    contentItem: Item {
        Icon {
            id: icon
            visible: root.symbol !== ""
            name: root.symbol
            side: Math.min(Theme.text * 1.25, Theme.mm * 11)
            color: label.color
            anchors.verticalCenter: parent.verticalCenter
            x: (parent.width - width - Theme.gap - label.paintedWidth) / 2
        }
        Text {
            id: label
            readonly property real beside: root.symbol ? icon.width + Theme.gap : 0
            text: root.text
            color: root.down ? root.ground : root.writing
            font.pixelSize: Theme.text
            font.bold: true
            textFormat: Text.PlainText
            wrapMode: Text.Wrap
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            x: beside / 2 + root.pad + beside / 2
            width: parent.width - 2 * root.pad - beside
            height: parent.height
        }
    }
}
