import QtQuick
import BranchKiosk

// A code for the customer's phone, with what it opens and the address in letters. Modules of 0.8 mm and more, and as
// large as there is room for; black on white in every contrast.
Item {
    id: root

    required property string address
    property string title
    readonly property bool fits: picture.implicitWidth > 0 && picture.implicitWidth <= Math.min(width, height - below.implicitHeight - Theme.gap)
    readonly property real most: Math.min(width, height - below.implicitHeight - Theme.gap, Theme.mm * 95)

    QrPicture {
        id: least // to measure by
        visible: false
        text: root.address
        least: Theme.mm * 0.8
    }
    QrPicture {
        id: picture
        objectName: "qr"
        readonly property real per: Math.ceil(Theme.mm * 0.8)
        readonly property real across: least.implicitWidth / per
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.max(0, (root.height - height - below.implicitHeight - Theme.gap) / 2)
        width: implicitWidth
        height: implicitHeight
        text: root.address
        least: across > 0 ? Math.max(per, Math.floor(root.most / across)) : per
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Code for your phone: %1").arg(root.address)
    }
    Column {
        id: below
        anchors.horizontalCenter: parent.horizontalCenter
        y: picture.y + picture.height + Theme.gap
        width: parent.width
        spacing: Theme.mm

        Words {
            width: parent.width
            visible: text !== ""
            text: root.title
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }
        Words {
            width: parent.width
            text: root.address
            color: Theme.soft
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WrapAnywhere
        }
    }
}
