pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.AskAnswer screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "ask" }
    }
    Action {
        objectName: "phone"
        visible: page.screen.byPhone
        text: qsTr("Take it along on my phone")
        symbol: "code"
        onClicked: page.screen.choose("phone")
    }
    Words {
        Layout.fillWidth: true
        text: qsTr("Was this helpful?")
    }
    RowLayout {
        spacing: Kiosk.Theme.gap
        uniformCellSizes: true
        Action {
            objectName: "helpful"
            primary: true
            focus: true
            text: qsTr("It helped")
            symbol: "yes"
            onClicked: page.screen.confirm()
        }
        Action {
            objectName: "unhelpful"
            implicitHeight: Kiosk.Theme.primary
            text: qsTr("It did not")
            symbol: "no"
            onClicked: page.screen.decline()
        }
    }
}
