import QtQuick
import QtQuick.Layouts
import BranchKiosk

// What is typed on a keypad: one line, with a caret; `hint` stands where nothing is typed yet. A `large` one is read
// from a step back.
Rectangle {
    id: root

    property string text
    property string hint
    property bool large: false
    readonly property real pad: Theme.mm * 4

    Layout.fillWidth: true
    implicitHeight: Math.max(Theme.target, measured.implicitHeight + 2 * pad)
    radius: Theme.radius
    color: Theme.surface
    border.color: Theme.accent
    border.width: Theme.mm * 0.5
    Accessible.role: Accessible.EditableText
    Accessible.name: hint
    Accessible.description: text

    Words { // to measure by
        id: measured
        visible: false
        text: "0"
        font.pixelSize: Math.round(Theme.text * (root.large ? 2 : 1.3))
    }
    Words {
        anchors.verticalCenter: parent.verticalCenter
        x: root.pad
        width: parent.width - 2 * root.pad
        horizontalAlignment: Text.AlignHCenter
        wrapMode: Text.NoWrap
        fontSizeMode: Text.HorizontalFit
        minimumPixelSize: Math.round(Theme.text * 0.6)
        font.pixelSize: root.text ? measured.font.pixelSize : Theme.text
        font.bold: root.text !== ""
        text: root.text ? root.text + "▏" : root.hint
        color: root.text ? Theme.ink : Theme.soft
    }
}
