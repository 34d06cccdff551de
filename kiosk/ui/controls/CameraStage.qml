import QtQuick
import BranchKiosk

// The live picture in a frame; what is declared inside is drawn below it where there is room, or where it is `needed`
// takes room from the picture.
Item {
    id: root

    required property string guide
    property bool needed: false
    default property alias art: below.data
    readonly property bool both: below.children.length > 0 && height - view.height - Theme.margin > Theme.mm * (needed ? 24 : 40)

    CameraView {
        id: view
        readonly property real ratio: root.guide === "face" ? 0.9 : 16 / 9
        width: Math.min(root.width, (root.needed ? root.height * 0.6 : root.height) * ratio)
        height: width / ratio
        anchors.horizontalCenter: parent.horizontalCenter
        feed: Feed
        guide: root.guide
        ground: Theme.tint
        ink: Theme.onTint
        mirrored: root.guide === "face"
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Live picture of the camera")

        Rectangle {
            anchors.fill: parent
            visible: Theme.stark
            color: "transparent"
            border.color: Theme.ink
            border.width: Theme.mm * 0.6
        }
    }
    Item {
        id: below
        y: view.height + Theme.margin
        width: parent.width
        height: parent.height - y
        visible: root.both
        onChildrenChanged: {
            for (const child of children) {
                child.width = Qt.binding(() => below.width)
                child.height = Qt.binding(() => below.height)
            }
        }
    }
}
