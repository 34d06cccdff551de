pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// A page on which the customer writes: the question, what there is to say, the text, and the keyboard at the foot over
// the whole width. What does not fit of the words is shown part by part, as on every page. A `grouped` text is a number:
// it is shown in capitals and groups of four, however it is typed.
FocusScope {
    id: page

    property string heading
    property list<string> lines
    property alias text: keyboard.text
    property alias limit: keyboard.limit
    property alias doneText: keyboard.doneText
    property alias chinese: keyboard.chinese
    property alias hint: field.hint
    property string skipText
    property bool grouped: false
    signal edited(string text)
    signal accepted
    signal skipped

    readonly property real upper: Theme.mm * (Theme.portrait ? 5 : 4)
    readonly property real side: Theme.portrait ? Theme.mm * 6 : Theme.margin
    readonly property real across: width - 2 * Theme.margin
    readonly property real full: across - (skipText ? skip.width + Theme.margin : 0)
    readonly property real below: keyboard.y - upper - field.implicitHeight - 2.5 * Theme.gap - title.height - words.spacing
    readonly property bool paged: dealt(below, full).length > 1
    readonly property var parts: dealt(below - (paged && Theme.portrait ? more.height + Theme.gap : 0), words.width)
    readonly property bool whole: part === parts.length - 1
    property int part: 0

    anchors.fill: parent
    focus: true
    onPartsChanged: part = 0

    function begin(text: string, limit: int, chinese: bool, signs: bool) {
        keyboard.begin(text, limit, chinese, signs);
    }
    function dealt(room: real, across: real): var {
        return Typesetter.parts(lines, across, said.font, words.spacing, room)
    }

    Words { // to measure by
        id: said
        visible: false
        text: "字"
    }
    Action { // to measure by
        id: widest
        visible: false
        text: qsTr("Read again")
        symbol: "back"
    }
    Column {
        id: words
        x: Theme.margin
        y: Theme.portrait && !page.paged ? Math.max(page.upper, field.y - Theme.gap - height) : page.upper
        width: page.full - (page.paged && !Theme.portrait ? more.width + Theme.margin : 0)
        spacing: Theme.mm * 3

        Heading {
            id: title
            width: parent.width
            text: page.heading
            font.pixelSize: Theme.portrait ? Theme.title : Math.min(Theme.title, Theme.text * 1.35)
        }
        Repeater {
            model: page.parts[page.part]
            Words {
                required property string modelData
                width: words.width
                text: modelData
            }
        }
    }
    Action {
        id: more
        objectName: "more"
        x: Theme.portrait ? Theme.margin : Theme.margin + page.full - width
        y: Theme.portrait ? words.y + words.height + Theme.gap : page.upper
        width: Theme.portrait ? page.across : widest.implicitWidth // whatever it says: the parts depend on it
        visible: page.paged
        text: page.whole ? qsTr("Read again") : qsTr("More")
        symbol: page.whole ? "back" : "more"
        onClicked: page.part = page.whole ? 0 : page.part + 1
    }
    Action {
        id: skip
        objectName: "skip"
        x: page.width - Theme.margin - width
        y: words.y
        width: implicitWidth
        visible: page.skipText !== ""
        text: page.skipText
        onClicked: page.skipped()
    }
    Written {
        id: field
        x: Theme.margin
        readonly property real above: page.upper + words.height + Theme.gap + (page.paged && Theme.portrait ? more.height + Theme.gap : 0)
        y: keyboard.y - 1.5 * Theme.gap - height
        width: page.across
        height: Math.max(implicitHeight, Math.min(keyboard.y - 1.5 * Theme.gap - above, implicitHeight + 4 * line))
        text: page.grouped ? keyboard.text.replace(/[\s-]/g, "").toUpperCase().replace(/(.{4})(?=.)/g, "$1 ") : keyboard.text
        composing: keyboard.composing
        limit: keyboard.limit
    }
    Keyboard {
        id: keyboard
        focus: true
        x: page.side
        y: page.height - height - Theme.mm * 5
        width: page.width - 2 * x
        height: implicitHeight
        most: page.height - page.upper - title.height - 2 * words.spacing - said.implicitHeight - field.implicitHeight - field.line - 4 * Theme.gap
        onEdited: text => page.edited(text)
        onAccepted: page.accepted()
    }
}
