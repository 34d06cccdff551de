import QtQuick
import BranchKiosk

// A code for a telephone's camera, as large as there is room for, up to `most`; `name` says what it is.
Item {
    id: root

    required property string content
    required property string name
    property real most: Theme.mm * 135
    readonly property real side: Math.max(0, Math.min(width, height, most))

    Accessible.role: Accessible.Graphic
    Accessible.name: name

    Rectangle {
        anchors.centerIn: parent
        width: root.side
        height: root.side
        radius: Theme.radius
        color: "white"
        border.color: Theme.line
        border.width: Theme.mm * 0.3

        QrMatrix {
            anchors.fill: parent
            anchors.margins: Theme.mm
            content: root.content
        }
    }
}
