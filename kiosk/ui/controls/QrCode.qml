import QtQuick
import BranchKiosk

// A code for the customer's phone, as large as there is room for up to `largest`: modules of 0.8 mm and more, with their
// quiet zone, black on white in every contrast. `name` says what it is. What it opens stands on the page in letters too.
Item {
    id: root

    required property string content
    property string name: qsTr("Code for your phone: %1").arg(content)
    property real largest: Theme.mm * 95
    readonly property real most: Math.min(width, height, largest)

    QrPicture {
        objectName: "qr"
        readonly property real per: Math.ceil(Theme.mm * 0.8)
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(0, Math.round((root.height - height) / 2))
        width: implicitWidth
        height: implicitHeight
        text: root.content
        least: across > 0 ? Math.max(per, Math.floor(root.most / across)) : per
        Accessible.role: Accessible.Graphic
        Accessible.name: root.name
    }
}
