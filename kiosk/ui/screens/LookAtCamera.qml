import QtQuick
import BranchKiosk as Kiosk
import "../controls"

Page {
    id: page

    required property Kiosk.LookAtCamera screen

    heading: page.screen.heading
    picture: Component {
        CameraStage {
            guide: "face"
        }
    }
}
