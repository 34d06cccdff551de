import QtQuick
import QtQuick.Layouts
import BranchKiosk

// When an appointment is, at a glance: a leaf of a calendar. `crossed`: it is no more. The page's words say it too.
Item {
    id: root

    required property string day
    required property string time
    property bool crossed: false
    readonly property real pad: Theme.mm * 6

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.mm * 160)
        height: Math.min(parent.height, column.implicitHeight + 4 * root.pad)
        radius: Theme.radius
        color: Theme.surface
        border.color: Theme.accent
        border.width: Theme.mm * 0.6

        ColumnLayout {
            id: column
            anchors.centerIn: parent
            width: parent.width - 2 * root.pad
            spacing: Theme.mm * 3

            Icon {
                Layout.alignment: Qt.AlignHCenter
                visible: root.height > Theme.mm * 90
                name: "calendar"
                side: Theme.mm * 18
                color: Theme.accent
            }
            Words {
                Layout.fillWidth: true
                text: root.day
                font.bold: true
                font.strikeout: root.crossed
                horizontalAlignment: Text.AlignHCenter
            }
            Heading {
                Layout.fillWidth: true
                text: root.time
                color: Theme.accent
                font.pixelSize: root.height > Theme.mm * 80 ? Theme.afar : Theme.title
                font.strikeout: root.crossed
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
