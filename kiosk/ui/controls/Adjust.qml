import QtQuick
import BranchKiosk

// How the customer wants to be shown things, and whether to be read to. Lies over the page, which stays as it is.
FocusScope {
    id: root

    required property Session session

    objectName: "adjustPage"
    visible: session.adjusting && !session.idle
    onVisibleChanged: {
        if (visible)
            page.forceActiveFocus()
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    Page {
        id: page
        heading: qsTr("View and sound")
        AdjustRows {
            focus: true
            session: root.session
            room: page.rowRoom - done.height - Theme.gap
        }
        Action {
            id: done
            objectName: "adjusted"
            primary: true
            text: qsTr("Done")
            symbol: "check"
            onClicked: root.session.setAdjusting(false)
        }
    }
}
