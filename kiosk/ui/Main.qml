pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk
import "controls"

// The stage: header, the current page (put into `pages` by the stage object), what may lie over it, and the bar.
Window {
    id: stage

    required property Session session

    title: session.kioskName
    color: Theme.page

    Header {
        id: header
        session: stage.session
        width: parent.width
    }
    Item {
        id: pages
        objectName: "pages"
        anchors.top: header.bottom
        anchors.bottom: staffNote.visible ? staffNote.top : bar.top
        width: parent.width
        enabled: visible
        visible: !warning.visible && !adjust.visible && !veil.visible
    }
    Veil {
        id: veil
        session: stage.session
        anchors.fill: pages
    }
    Adjust {
        id: adjust
        session: stage.session
        anchors.fill: pages
    }
    IdleWarning {
        id: warning
        session: stage.session
        anchors.fill: pages
    }
    Note {
        id: staffNote
        x: Theme.margin
        anchors.bottom: bar.top
        anchors.bottomMargin: Theme.mm * 6
        width: parent.width - 2 * x
        visible: stage.session.staffNote !== ""
        symbol: "bell"
        text: stage.session.staffNote
    }
    Bar {
        id: bar
        session: stage.session
        anchors.bottom: parent.bottom
        width: parent.width
    }
}
