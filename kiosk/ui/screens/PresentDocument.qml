pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../controls"

Page {
    id: page

    required property Kiosk.PresentDocument screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        CameraStage {
            guide: "card"
            CardArt {
                turn: page.screen.turnOver
            }
        }
    }
}
