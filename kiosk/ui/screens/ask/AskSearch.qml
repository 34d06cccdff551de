pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk as Kiosk
import "../../controls"

// The customer types, and what fits is there at once: the field, what was found, and the keys at the foot.
FocusScope {
    id: page

    required property Kiosk.AskSearch screen
    readonly property string heading: qsTr("What are you looking for?")
    readonly property list<string> lines: []
    readonly property var parts: Kiosk.Typesetter.parts(lines, width, title.font, 0, height)
    readonly property int part: 0
    readonly property bool whole: true
    readonly property real side: Kiosk.Theme.portrait ? Kiosk.Theme.mm * 6 : Kiosk.Theme.margin

    anchors.fill: parent
    focus: true

    Heading {
        id: title
        x: Kiosk.Theme.margin
        y: Kiosk.Theme.mm * 4
        width: parent.width - 2 * x
        visible: Kiosk.Theme.portrait
        text: page.heading
    }
    Written {
        id: field
        x: Kiosk.Theme.margin
        y: title.visible ? title.y + title.height + Kiosk.Theme.gap : Kiosk.Theme.mm * 3
        width: parent.width - 2 * x
        height: implicitHeight
        hint: page.heading
        text: keyboard.text
        composing: keyboard.composing
        limit: keyboard.limit
    }
    ChoiceList {
        id: list
        readonly property bool cramped: room < Kiosk.Theme.text * 4.5 + Kiosk.Theme.target + Kiosk.Theme.mm * 14
        x: Kiosk.Theme.margin
        y: Math.max(field.y + field.height + 1.5 * Kiosk.Theme.gap, Kiosk.Theme.reach - (page.parent?.y ?? 0) + Kiosk.Theme.mm)
        width: parent.width - 2 * x
        visible: page.screen.found.length > 0
        choices: cramped ? page.screen.found.slice(0, 1) : page.screen.found
        columns: Kiosk.Theme.portrait || cramped ? 1 : 2
        room: keyboard.y - y - 1.5 * Kiosk.Theme.gap
        onChosen: id => page.screen.choose(id)
    }
    ColumnLayout {
        x: Kiosk.Theme.margin
        y: keyboard.y - height - 1.5 * Kiosk.Theme.gap
        width: parent.width - 2 * x
        visible: page.screen.nothing && page.screen.found.length === 0
        spacing: Kiosk.Theme.gap

        Words {
            Layout.fillWidth: true
            text: qsTr("Nothing matches these words. Try others, or speak to somebody.")
        }
        Action {
            objectName: "help"
            text: qsTr("Speak to somebody")
            symbol: "phone"
            onClicked: page.screen.choose("help")
        }
    }
    Keyboard {
        id: keyboard
        focus: true
        x: page.side
        y: page.height - height - Kiosk.Theme.mm * 5
        width: page.width - 2 * x
        height: implicitHeight
        most: page.height * (Kiosk.Theme.portrait ? 0.4 : 0.42)
        chinese: page.screen.chinese
        text: page.screen.begun
        doneText: qsTr("Search")
        onEdited: text => page.screen.typed(text)
        onAccepted: page.screen.confirm()
    }
}
