import QtQuick
import QtQuick.Templates as T
import BranchKiosk

// One of several to choose from (or, not exclusive, a switch). Used beside the kiosk, by mouse.
T.AbstractButton {
    id: root

    checkable: true
    autoExclusive: true
    implicitWidth: label.implicitWidth + Theme.mm * 6
    implicitHeight: label.implicitHeight + Theme.mm * 3
    Accessible.role: autoExclusive ? Accessible.RadioButton : Accessible.CheckBox
    Accessible.name: text

    background: Rectangle {
        radius: Theme.radius
        color: root.checked ? Theme.accent : Theme.surface
        border.color: root.checked ? Theme.accent : Theme.line
        border.width: Theme.mm * 0.3

        FocusRing {
            visible: root.visualFocus
            reach: Theme.mm
        }
    }
    contentItem: Text {
        id: label
        text: root.text
        color: root.checked ? Theme.onAccent : Theme.accent
        font.pixelSize: Theme.text
        textFormat: Text.PlainText
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
    }
}
