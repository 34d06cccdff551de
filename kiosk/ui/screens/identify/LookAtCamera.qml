pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.LookAtCamera screen

    heading: page.screen.heading
    lines: page.screen.lines
    shine: page.screen.light
    large: true
    wordsFirst: true
    picture: Component {
        CameraStage {
            guide: "face"
            needed: true
            FaceAct {
                act: page.screen.act
            }
        }
    }
}
