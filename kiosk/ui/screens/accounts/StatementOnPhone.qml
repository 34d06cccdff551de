pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.StatementOnPhone screen

    heading: qsTr("Scan the code with your phone")
    lines: [qsTr("The statement can be downloaded once, until %1. Let nobody else scan it.").arg(page.screen.until)]
    wordsFirst: true
    picture: Component {
        Item {
            Kiosk.QrPicture { // to measure by
                id: measured
                visible: false
                text: page.screen.url
                least: Kiosk.Theme.mm * 0.8
            }
            Kiosk.QrPicture {
                objectName: "qr"
                anchors.centerIn: parent
                width: implicitWidth
                height: implicitHeight
                text: page.screen.url
                least: Math.max(1, Math.floor(Math.min(parent.width, parent.height, Kiosk.Theme.mm * 95) * Math.ceil(measured.least) / Math.max(1, measured.implicitWidth)))
                Accessible.role: Accessible.Graphic
                Accessible.name: page.heading
            }
        }
    }
    Action {
        objectName: "done"
        primary: true
        focus: true
        text: qsTr("Done")
        symbol: "check"
        onClicked: page.screen.confirm()
    }
}
