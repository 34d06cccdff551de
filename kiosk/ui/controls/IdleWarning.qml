import QtQuick
import BranchKiosk

// Is the customer still here? Lies over the page; the bar stays free.
FocusScope {
    id: root

    required property Session session

    objectName: "idleWarning"
    visible: session.idle
    onVisibleChanged: {
        if (visible)
            stay.forceActiveFocus()
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    Page {
        heading: qsTr("Are you still there?")
        lines: [
            qsTr("If you do not answer, this visit ends and everything about you is removed from the screen."),
            root.session.idleLeft >= 0 ? qsTr("Seconds left: %1").arg(root.session.idleLeft) : ""
        ].filter(line => line !== "")
        picture: Component {
            Emblem { symbol: "clock" }
        }
        Action {
            id: stay
            objectName: "stillHere"
            primary: true
            safe: true
            focus: true
            text: qsTr("I am still here")
            symbol: "check"
            onClicked: root.session.stillHere()
        }
    }
}
