import QtQuick
import QtQuick.Layouts
import BranchKiosk

// The number, as on a paper slip, and what goes with it.
Rectangle {
    id: root

    required property string number
    required property string service
    required property string counter
    required property string waiting
    readonly property var rows: [[qsTr("Counter"), counter], [qsTr("Customers before you"), waiting]]

    radius: Theme.radius
    color: Theme.surface
    border.color: Theme.accent
    border.width: Theme.mm * 0.6

    ColumnLayout {
        anchors.fill: parent
        anchors.margins: Theme.mm * 5
        spacing: Theme.mm * 2

        Words {
            Layout.alignment: Qt.AlignHCenter
            text: qsTr("Your number")
            color: Theme.soft
        }
        Text {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: Theme.title * 1.5
            text: root.number
            color: Theme.accent
            font.bold: true
            font.pixelSize: Theme.numeral
            fontSizeMode: Text.Fit
            minimumPixelSize: Theme.title
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            textFormat: Text.PlainText
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Words {
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.mm
            text: root.service
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }
        Repeater {
            model: root.rows.filter(row => row[1] !== "")
            ColumnLayout {
                id: row
                required property var modelData
                spacing: Theme.mm * 2
                Layout.fillWidth: true

                Rectangle {
                    Layout.fillWidth: true
                    implicitHeight: Theme.mm * 0.3
                    color: Theme.line
                }
                RowLayout {
                    spacing: Theme.gap
                    Words {
                        Layout.fillWidth: true
                        text: row.modelData[0]
                        color: Theme.soft
                    }
                    Words {
                        text: row.modelData[1]
                        font.bold: true
                    }
                }
            }
        }
    }
}
