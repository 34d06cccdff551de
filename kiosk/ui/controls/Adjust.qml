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
            rows.forceActiveFocus() // and not to where a customer before left it
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }
    Page {
        id: page
        heading: qsTr("View and sound")
        AdjustRows {
            id: rows
            focus: true
            session: root.session
            room: page.rowRoom - done.height - Theme.gap - (again.visible ? again.height + Theme.gap : 0)
        }
        Action {
            id: again
            objectName: "sayAgain"
            visible: root.session.readsAloud
            text: qsTr("Read the page again")
            symbol: "startOver"
            onClicked: root.session.setAdjusting(false) // which has it said from its beginning
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
