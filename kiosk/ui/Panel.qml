pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk
import "controls"

// The demo panel: what is held up, what lies on the reader, who stands before the camera, and what is broken.
Window {
    id: panel

    required property PanelModel model
    readonly property var titles: ({
        code: qsTr("Code held up"),
        card: qsTr("Card on the reader"),
        side: qsTr("Side of the card"),
        field: qsTr("At the card field"),
        person: qsTr("Before the camera"),
        cameras: qsTr("Cameras")
    })

    title: qsTr("Simulated world")
    color: Theme.page
    width: Theme.mm * 140
    height: Math.max(Theme.mm * 60, column.implicitHeight + 2 * column.y)

    ColumnLayout {
        id: column
        x: Theme.mm * 5
        y: Theme.mm * 5
        width: parent.width - 2 * x
        spacing: Theme.mm * 3

        Repeater {
            model: panel.model.groups
            ColumnLayout {
                id: group
                required property var modelData
                spacing: Theme.mm * 1.5
                Layout.fillWidth: true

                Words {
                    Layout.fillWidth: true
                    text: panel.titles[group.modelData.kind] ?? group.modelData.kind
                    font.bold: true
                }
                Flow {
                    Layout.fillWidth: true
                    spacing: Theme.mm * 1.5
                    Repeater {
                        model: group.modelData.names
                        Choice {
                            required property string modelData
                            objectName: group.modelData.kind + ":" + modelData
                            text: modelData
                            checked: modelData === group.modelData.chosen
                            onClicked: panel.model.choose(group.modelData.kind, modelData)
                        }
                    }
                }
            }
        }
        Words {
            text: qsTr("Out of order")
            font.bold: true
        }
        Flow {
            Layout.fillWidth: true
            spacing: Theme.mm * 1.5
            Choice {
                objectName: "paper_out"
                autoExclusive: false
                text: qsTr("Printer out of paper")
                onToggled: panel.model.switch("paper_out", checked)
            }
            Choice {
                objectName: "network_down"
                autoExclusive: false
                text: qsTr("Network down")
                onToggled: panel.model.switch("network_down", checked)
            }
        }
    }
}
