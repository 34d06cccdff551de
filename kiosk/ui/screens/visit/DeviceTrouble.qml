import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.DeviceTrouble screen

    heading: qsTr("One moment, please")
    lines: [qsTr("A part of this kiosk has to start again. Your visit goes on as soon as it is ready."), qsTr("You can wait here, or call our staff.")]
    picture: Component {
        Waiting {}
    }
}
