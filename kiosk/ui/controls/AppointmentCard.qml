import QtQuick
import QtQuick.Layouts
import BranchKiosk

// An appointment at a glance: the day, the time, and what goes with them. `crossed`: it is no more.
Item {
    id: root

    required property string day
    required property string time
    required property string service
    property string number
    property bool crossed: false
    readonly property real pad: Theme.mm * 6

    Rectangle {
        anchors.centerIn: parent
        width: parent.width
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
                visible: root.height > Theme.mm * 110
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
            Words {
                Layout.fillWidth: true
                text: root.service
                horizontalAlignment: Text.AlignHCenter
            }
            Words {
                Layout.fillWidth: true
                visible: root.number !== ""
                text: qsTr("Booking number: %1").arg(root.number)
                color: Theme.soft
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
