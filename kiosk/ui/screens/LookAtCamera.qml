pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../controls"

Page {
    id: page

    required property Kiosk.LookAtCamera screen

    heading: page.screen.heading
    lines: [qsTr("The picture is compared in this kiosk and not kept.")]
    large: true
    wordsFirst: true
    picture: Component {
        CameraStage {
            guide: "face"
        }
    }
}
