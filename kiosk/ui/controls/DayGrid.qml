pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// A month of days to choose one from (`kiosk.ui.months.MonthGrid` makes the `grid`), as large as `room` lets them be;
// the months before and after by a key, which keep their places. `turned` has the focus on the key that brought the
// month, else it is on the day where it begins.
FocusScope {
    id: root

    required property var grid
    required property real room
    property string turned
    readonly property real gap: Theme.mm * 3
    readonly property real cell: (width - 6 * gap) / 7
    readonly property int weeks: Math.ceil((grid.blanks + grid.days.length) / 7)
    readonly property real tall: Math.max(Theme.mm * 15, Math.min(Theme.mm * 19, (room - top.height - turning.height - (weeks + 1) * gap) / weeks))
    signal chosen(string id)
    signal turnedBack
    signal turnedOn

    Layout.fillWidth: true
    implicitHeight: column.implicitHeight

    ColumnLayout {
        id: column
        width: parent.width
        spacing: root.gap

        ColumnLayout {
            id: top
            Layout.fillWidth: true
            spacing: Theme.mm

            Words {
                objectName: "month"
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                font.bold: true
                text: root.grid.month
            }
            RowLayout {
                Layout.fillWidth: true
                spacing: root.gap

                Repeater {
                    model: root.grid.weekdays
                    Words {
                        required property string modelData
                        Layout.preferredWidth: root.cell
                        Layout.fillWidth: true
                        horizontalAlignment: Text.AlignHCenter
                        font.pixelSize: Math.max(1, Math.min(Theme.text, root.cell * 0.42))
                        color: Theme.soft
                        text: modelData
                    }
                }
            }
        }
        GridLayout {
            Layout.fillWidth: true
            columns: 7
            uniformCellWidths: true
            columnSpacing: root.gap
            rowSpacing: root.gap

            Repeater {
                model: root.grid.blanks
                Item {
                    Layout.preferredWidth: root.cell
                    Layout.preferredHeight: root.tall
                }
            }
            Repeater {
                model: root.grid.days
                Key {
                    required property var modelData
                    objectName: modelData.id ? "choose-" + modelData.id : ""
                    opacity: modelData.id ? 1 : 0
                    enabled: modelData.id !== ""
                    focus: !root.turned && modelData.id === root.grid.start
                    text: modelData.text
                    sign: modelData.sign
                    alive: modelData.chosen
                    Layout.fillWidth: true
                    Layout.preferredWidth: root.cell
                    Layout.preferredHeight: root.tall
                    onClicked: root.chosen(modelData.id)
                }
            }
            Repeater {
                model: root.weeks * 7 - root.grid.blanks - root.grid.days.length
                Item {
                    Layout.preferredWidth: root.cell
                    Layout.preferredHeight: root.tall
                }
            }
        }
        RowLayout {
            id: turning
            Layout.fillWidth: true
            spacing: Theme.gap

            Action {
                objectName: "earlierMonth"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                withheld: !root.grid.earlier
                focus: root.turned === objectName
                text: qsTr("Month before")
                symbol: "back"
                onClicked: root.turnedBack()
            }
            Action {
                objectName: "laterMonth"
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                withheld: !root.grid.later
                focus: root.turned === objectName
                text: qsTr("Month after")
                symbol: "forward"
                onClicked: root.turnedOn()
            }
        }
    }
}
