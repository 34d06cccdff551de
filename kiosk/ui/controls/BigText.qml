import QtQuick
import BranchKiosk

// A number to be read from afar or written down, as large as its place allows, with a line above.
Item {
    id: root

    required property string text
    property string caption

    Rectangle {
        id: card
        width: parent.width
        height: Math.min(parent.height, Theme.mm * 80)
        radius: Theme.radius
        color: Theme.surface
        border.color: Theme.accent
        border.width: Theme.mm * 0.6
    }
    Words {
        id: above
        x: Theme.mm * 5
        y: Theme.mm * 5
        width: parent.width - 2 * x
        visible: text !== ""
        text: root.caption
        color: Theme.soft
        horizontalAlignment: Text.AlignHCenter
    }
    Text {
        x: Theme.mm * 5
        y: above.visible ? above.y + above.height : x
        width: parent.width - 2 * x
        height: Math.max(Theme.title, card.height - y - Theme.mm * 5)
        text: root.text
        color: Theme.accent
        font.bold: true
        font.pixelSize: Theme.numeral
        fontSizeMode: Text.Fit
        minimumPixelSize: Theme.text
        horizontalAlignment: Text.AlignHCenter
        verticalAlignment: Text.AlignVCenter
        textFormat: Text.PlainText
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
