pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// A page: its question, what there is to say, a picture, and what the customer can do. In portrait from top to bottom,
// words near the actions or, with `wordsFirst`, above the picture (a `large` question is read from a step back, and its
// place is that of two lines, for it changes while the customer moves); in landscape
// words beside picture and actions, these on the side of the stronger hand. A question of many lines is written smaller.
// Words come before the picture, which shrinks
// and then goes; words that do not fit all the same are shown part by part. What an action waits for (`whole`: the last
// part is shown) must keep its place on the page meanwhile, for the parts depend on it. An `alarm` page is loud; a page
// that is to `shine` is a lamp, and its words stand on a plate of their own.
FocusScope {
    id: page

    property string heading
    property list<string> lines
    property Component picture
    property bool wordsFirst: false
    property bool alarm: false
    property bool large: false
    property color shine: "transparent"
    property alias notes: noteColumn.data
    default property alias actions: actionColumn.data

    readonly property bool portrait: Theme.portrait
    readonly property color ink: alarm ? Theme.onAlarm : Theme.ink
    readonly property real half: (width - 3 * Theme.margin) / 2
    readonly property bool lengthy: Typesetter.lineCount(heading, words.width, asked.font) > 3
    readonly property real upper: Theme.mm * (portrait ? 5 : 4)
    readonly property real end: height - Theme.mm * 6
    readonly property real noteHeight: noteColumn.implicitHeight > 0 ? noteColumn.implicitHeight + Theme.gap : 0
    readonly property real below: end - upper - title.height - words.spacing
    readonly property bool noted: !portrait && (wordsFirst || dealt(below - noteHeight).length === 1)
    readonly property real room: below - (portrait ? actionColumn.implicitHeight + noteHeight + Theme.gap + Theme.margin + (wordsFirst ? Theme.mm * 60 : 0) : noted ? noteHeight : 0)
    readonly property var parts: portrait && dealt(room).length > 1 ? dealt(room - more.implicitHeight) : dealt(room)
    readonly property real choiceRoom: Math.min(portrait ? height * 0.62 : height - Theme.mm * 10, height - Math.max(0, Theme.reach - (parent?.y ?? 0)) - Theme.mm * 8)
    readonly property real rowRoom: height - Math.max(portrait ? upper + title.height : 0, Theme.reach - (parent?.y ?? 0)) - Theme.mm * 12
    readonly property bool paged: parts.length > 1
    readonly property bool whole: part === parts.length - 1
    property int part: 0

    anchors.fill: parent
    focus: true
    onPartsChanged: part = 0
    onHeadingChanged: part = 0

    function dealt(room: real): var {
        return Typesetter.parts(lines, words.width, said.font, words.spacing, room)
    }

    Heading { // to measure by
        id: asked
        visible: false
        font.pixelSize: page.large ? Theme.afar : Theme.title
    }
    Words { // to measure by
        id: said
        visible: false
    }
    Rectangle {
        anchors.fill: parent
        visible: page.alarm
        color: Theme.alarm
    }
    Rectangle {
        anchors.fill: parent
        visible: page.shine.a > 0
        color: page.shine

        Rectangle {
            x: words.x - Theme.mm * 4
            y: words.y - Theme.mm * 2
            width: words.width + Theme.mm * 8
            height: words.height + Theme.mm * 4
            radius: Theme.radius
            color: Theme.page
        }
    }
    Column {
        id: words
        x: page.portrait || !Theme.leftHanded ? Theme.margin : 2 * Theme.margin + page.half
        y: !page.portrait || page.wordsFirst || page.paged ? page.upper : slot.floor - Theme.margin - height
        width: page.portrait ? page.width - 2 * Theme.margin : page.half
        spacing: Theme.mm * 4

        Heading {
            id: title
            width: parent.width
            text: page.heading
            height: Math.max(implicitHeight, page.large ? 2 * Theme.afar * 1.35 : 0)
            font.pixelSize: !page.lengthy ? asked.font.pixelSize : page.large ? Theme.title : Theme.text * 1.05
            color: page.ink
        }
        Repeater {
            model: page.parts[page.part]
            Words {
                required property string modelData
                width: words.width
                text: modelData
                color: page.ink
            }
        }
    }

    Loader {
        id: slot
        readonly property real above: page.portrait && page.wordsFirst ? words.y + words.height + Theme.mm * 8 : Theme.mm * (page.portrait ? 6 : 2)
        readonly property real floor: actionColumn.y - (page.noted ? 0 : page.noteHeight) - (actionColumn.implicitHeight > 0 ? Theme.gap : 0)
        readonly property real below: (page.portrait && !page.wordsFirst ? words.y : more.visible ? more.y : floor) - Theme.mm * 4
        x: page.portrait || Theme.leftHanded ? Theme.margin : 2 * Theme.margin + page.half
        y: above
        width: words.width
        height: Math.max(0, below - above)
        active: height > Theme.mm * 30
        sourceComponent: page.picture
    }

    Action {
        id: more
        objectName: "more"
        x: slot.x
        y: slot.floor - height
        width: words.width
        visible: page.paged
        alarm: page.alarm
        text: page.whole ? qsTr("Read again") : qsTr("More")
        symbol: page.whole ? "back" : "more"
        onClicked: page.part = page.whole ? 0 : page.part + 1
        // A page is longer before it is laid out: who came by keys is then on this control, which goes.
        onVisibleChanged: {
            if (!visible && activeFocus)
                nextItemInFocusChain().forceActiveFocus(Qt.TabFocusReason);
        }
    }
    ColumnLayout {
        id: noteColumn
        x: page.noted ? words.x : slot.x
        y: page.noted ? words.y + words.height + Theme.gap : actionColumn.y - page.noteHeight
        width: words.width
        spacing: Theme.gap
    }
    ColumnLayout {
        id: actionColumn
        x: slot.x
        y: page.end - height
        width: words.width
        spacing: Theme.gap
    }
}
