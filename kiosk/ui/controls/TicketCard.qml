import QtQuick
import QtQuick.Layouts
import BranchKiosk

// The number, as on a paper slip.
Rectangle {
    id: root

    required property string number
    required property string service
    required property string counter
    required property string waiting
    readonly property bool wide: width > height * 1.5

    radius: Theme.radius
    color: Theme.surface
    border.color: Theme.accent
    border.width: Theme.mm * 0.6

    GridLayout {
        anchors.fill: parent
        anchors.margins: Theme.mm * 5
        columns: root.wide ? 2 : 1

        Text {
            id: big
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 3
            text: root.number
            color: Theme.accent
            font.bold: true
            font.pixelSize: Theme.numeral
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.title
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        ColumnLayout {
            Layout.fillWidth: true
            Layout.preferredWidth: 2
            spacing: Theme.mm * 2
            Words {
                Layout.fillWidth: true
                visible: root.service !== ""
                text: root.service
                font.bold: true
                horizontalAlignment: root.wide ? Text.AlignLeft : Text.AlignHCenter
            }
            Words {
                Layout.fillWidth: true
                visible: root.counter !== ""
                text: qsTr("Counter: %1").arg(root.counter)
                horizontalAlignment: root.wide ? Text.AlignLeft : Text.AlignHCenter
            }
            Words {
                Layout.fillWidth: true
                visible: root.waiting !== ""
                text: qsTr("Customers before you: %1").arg(root.waiting)
                horizontalAlignment: root.wide ? Text.AlignLeft : Text.AlignHCenter
            }
        }
    }
}
