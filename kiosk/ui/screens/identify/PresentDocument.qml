pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.PresentDocument screen

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    notes: Progress {
        visible: page.screen.reading
        share: page.screen.share
    }
    picture: Component {
        CameraStage {
            guide: "card"
            CardArt {
                turn: page.screen.turnOver
            }
        }
    }
}
