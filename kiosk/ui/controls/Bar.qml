import QtQuick
import QtQuick.Layouts
import BranchKiosk

// The same acts in the same place on every screen.
FocusScope {
    id: bar

    required property Session session

    implicitHeight: grid.implicitHeight + Theme.mm * 8

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
        Rectangle {
            width: parent.width
            height: Theme.mm * 0.3
            color: Theme.line
        }
    }
    GridLayout {
        id: grid
        x: Theme.mm * 6
        y: Theme.mm * 4
        width: parent.width - 2 * x
        columns: Theme.barColumns
        uniformCellWidths: true
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        BarButton {
            objectName: "back"
            symbol: "back"
            text: qsTr("Back")
            enabled: bar.session.mayGoBack
            opacity: enabled ? 1 : 0
            onClicked: bar.session.back()
        }
        BarButton {
            objectName: "startOver"
            symbol: "startOver"
            text: qsTr("Start over")
            enabled: bar.session.mayStartOver
            opacity: enabled ? 1 : bar.session.offersStartOver ? 0.4 : 0
            onClicked: bar.session.startOver()
        }
        BarButton {
            objectName: "language"
            symbol: "language"
            text: bar.session.nextLanguageName
            enabled: bar.session.hasLanguages
            opacity: enabled ? 1 : 0
            onClicked: bar.session.nextLanguage()
        }
        BarButton {
            objectName: "adjust"
            symbol: "adjust"
            text: qsTr("Adjust")
            pressedIn: bar.session.adjusting
            onClicked: bar.session.setAdjusting(!bar.session.adjusting)
        }
        BarButton {
            objectName: "callStaff"
            symbol: "bell"
            text: qsTr("Call staff")
            strong: true
            Layout.columnSpan: Theme.barColumns === 3 ? 2 : 1
            Layout.preferredWidth: Layout.columnSpan
            onClicked: bar.session.callStaff()
        }
    }
}
