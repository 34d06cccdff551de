import QtQuick
import BranchKiosk

// A code for the customer's phone: modules of 0.8 mm and more, as large as there is room for up to 95 mm, with its quiet
// zone, black on white in every contrast. The page says the address in letters as well.
Item {
    id: root

    required property string address
    readonly property real most: Math.min(width, height, Theme.mm * 95)

    QrPicture {
        id: least // to measure by
        visible: false
        text: root.address
        least: Theme.mm * 0.8
    }
    QrPicture {
        objectName: "qr"
        readonly property real per: Math.ceil(Theme.mm * 0.8)
        readonly property real across: least.implicitWidth / per
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(0, Math.round((root.height - height) / 2))
        width: implicitWidth
        height: implicitHeight
        text: root.address
        least: across > 0 ? Math.max(per, Math.floor(root.most / across)) : per
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Code for your phone: %1").arg(root.address)
    }
}
