pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// Whose kiosk this is, and how far the customer has come. Nothing here can be touched: it may lie out of reach.
Item {
    id: header

    required property Session session
    readonly property int steps: 4
    readonly property bool stacked: Theme.portrait && Theme.size > 1

    implicitHeight: (Theme.portrait ? Theme.mm * 8 : Theme.mm * 4) + names.height + Theme.mm * 10

    RowLayout {
        id: names
        x: Theme.margin
        y: Theme.portrait ? Theme.mm * 8 : Theme.mm * 4
        width: parent.width - 2 * x
        spacing: Theme.mm * 3

        Mark {
            side: Theme.mm * 10
        }
        GridLayout {
            columns: header.stacked ? 1 : 2
            rowSpacing: 0
            columnSpacing: Theme.mm * 3
            Layout.fillWidth: true

            Words {
                Layout.fillWidth: true
                text: header.session.bank
                font.bold: true
            }
            Words {
                Layout.fillWidth: header.stacked
                Layout.maximumWidth: header.stacked ? header.width : header.width / 2
                text: header.session.branch
                color: Theme.soft
                horizontalAlignment: header.stacked ? Text.AlignLeft : Text.AlignRight
            }
        }
    }
    Row {
        x: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm * 4
        spacing: Theme.mm * 2
        visible: header.session.step > 0
        Accessible.role: Accessible.ProgressBar
        Accessible.name: qsTr("Step %1 of %2").arg(header.session.step).arg(header.steps)

        Repeater {
            model: header.steps
            Rectangle {
                required property int index
                readonly property bool reached: index < header.session.step
                width: (header.width - 2 * Theme.margin - (header.steps - 1) * Theme.mm * 2) / header.steps
                height: Theme.mm * 1.8
                radius: height / 2
                color: reached ? Theme.accent : Theme.page
                border.color: reached ? Theme.accent : Theme.line
                border.width: Theme.mm * 0.3
            }
        }
    }
}
