import QtQuick
import QtQuick.Layouts
import BranchKiosk

// What the customer is writing: its end, as much as fits, with the letters still composed and a caret. `hint` stands
// where nothing is written yet; where they run short, it says how many characters are left.
Rectangle {
    id: root

    property string text
    property string composing
    property string hint
    property int limit: 200
    readonly property int remaining: limit - text.length
    readonly property bool scarce: remaining <= Math.min(50, limit / 4)
    readonly property real pad: Theme.mm * 4

    readonly property real line: measured.implicitHeight
    Layout.fillWidth: true
    implicitHeight: line + 2 * pad
    radius: Theme.radius
    color: Theme.surface
    border.color: Theme.accent
    border.width: Theme.mm * 0.5
    Accessible.role: Accessible.EditableText
    Accessible.name: hint
    Accessible.description: text + composing

    Words { // to measure by
        id: measured
        visible: false
        text: "字"
    }
    Words {
        id: body
        readonly property int most: Math.max(1, Math.floor((root.height - 2 * root.pad) / measured.implicitHeight))
        readonly property string whole: root.text + root.composing + "▏"
        x: root.pad
        y: root.pad
        width: root.width - 2 * root.pad - (root.scarce ? count.implicitWidth + root.pad : 0)
        typed: true
        text: root.text || root.composing ? Typesetter.tail(whole, width, font, most) : root.hint
        color: root.text || root.composing ? Theme.ink : Theme.soft
    }
    Words {
        id: count
        visible: root.scarce
        anchors.right: parent.right
        anchors.rightMargin: root.pad
        anchors.bottom: parent.bottom
        anchors.bottomMargin: root.pad
        color: Theme.soft
        text: root.remaining > 0 ? qsTr("%1 characters left").arg(root.remaining) : qsTr("No more room")
    }
}
