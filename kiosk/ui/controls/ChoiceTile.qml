import QtQuick
import QtQuick.Templates as T
import BranchKiosk

// One of the choices of a page: a drawing, what it is, and where needed a line more.
T.AbstractButton {
    id: root

    property string symbol
    property string hint
    readonly property color writing: down ? Theme.onAccent : Theme.ink
    readonly property real pad: Theme.mm * 4
    readonly property real beside: symbol !== "" ? badge.width + Theme.gap : 0

    implicitHeight: Math.max(Theme.primary, words.implicitHeight + Theme.mm * 6)
    Accessible.name: text
    Accessible.description: hint
    Keys.onReturnPressed: click()
    Keys.onEnterPressed: click()

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.accent : Theme.surface
        border.color: Theme.accent
        border.width: Theme.mm * 0.4

        FocusRing {
            visible: root.visualFocus
        }
    }
    contentItem: Item {
        Rectangle {
            id: badge
            visible: root.symbol !== ""
            x: root.pad
            anchors.verticalCenter: parent.verticalCenter
            width: Math.min(Theme.text * 2, Theme.mm * 15)
            height: width
            radius: Theme.radius
            color: root.down ? Theme.onAccent : Theme.tint
            border.color: Theme.onTint
            border.width: Theme.stark ? Theme.mm * 0.4 : 0

            Icon {
                anchors.centerIn: parent
                name: root.symbol
                side: parent.width * 0.66
                color: root.down ? Theme.accent : Theme.onTint
            }
        }
        Column {
            id: words
            x: root.pad + root.beside
            width: parent.width - x - root.pad
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm

            Words {
                width: parent.width
                text: root.text
                color: root.writing
                font.bold: true
            }
            Words {
                width: parent.width
                visible: text !== ""
                text: root.hint
                color: root.down ? Theme.onAccent : Theme.soft
            }
        }
    }
}
