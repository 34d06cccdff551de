pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// Covers the page while nobody is seen before the screen. A touch anywhere on it lifts it and does nothing else: it acts
// when the finger is lifted, so that what lies below never sees a press. The ground is there at once, the words fade in.
FocusScope {
    id: root

    required property Session session
    readonly property bool fading: fade.running

    objectName: "veil"
    visible: session.veiled && !session.idle && !session.adjusting
    onVisibleChanged: {
        if (!visible)
            return
        unveil.forceActiveFocus()
        if (!Theme.still)
            fade.restart()
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    MouseArea {
        anchors.fill: parent
        onClicked: root.session.unveil()
    }
    Page {
        id: page
        heading: qsTr("Your details are covered")
        lines: [qsTr("Step closer, or touch the screen.")]
        picture: Component {
            Emblem { symbol: "covered" }
        }
        Action {
            id: unveil
            objectName: "unveil"
            primary: true
            safe: true
            focus: true
            text: qsTr("Show them again")
            symbol: "eye"
            onClicked: root.session.unveil()
        }
    }
    NumberAnimation {
        id: fade
        target: page
        property: "opacity"
        from: 0
        to: 1
        duration: 250
    }
}
