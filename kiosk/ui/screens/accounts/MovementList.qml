pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.MovementList screen

    property int first: 0
    property int fits: 1
    readonly property bool more: first + fits < page.screen.rows.length

    heading: page.screen.heading
    lines: page.screen.lines
    wordsFirst: true
    picture: Component {
        MovementRows {
            rows: page.screen.rows
            first: page.first
            onFitsChanged: page.fits = fits
            Component.onCompleted: page.fits = fits
        }
    }
    Action {
        objectName: "uncover"
        primary: true
        focus: true
        text: page.screen.uncovered ? qsTr("Hide the amounts") : qsTr("Show the amounts")
        symbol: page.screen.uncovered ? "covered" : "eye"
        onClicked: page.screen.confirm()
    }
    Action {
        objectName: "older"
        readonly property bool onwards: page.more || page.screen.hasOlder
        visible: onwards || page.first > 0 || !page.screen.isNewest
        text: onwards ? qsTr("More") : qsTr("From the beginning")
        symbol: onwards ? "more" : "startOver"
        onClicked: {
            if (page.more)
                page.first += page.fits;
            else if (page.screen.hasOlder)
                page.screen.choose("older");
            else if (page.screen.isNewest)
                page.first = 0;
            else
                page.screen.choose("newest");
        }
    }
}
