pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// A page: its question, what there is to say, a picture, and what the customer can do. In portrait from top to bottom,
// words near the actions or, with `wordsFirst`, above the picture (`large` ones are read from a step back); in landscape words beside picture and actions, these
// on the side of the stronger hand. Words that do not fit are shown part by part. An `alarm` page is loud.
FocusScope {
    id: page

    property string heading
    property list<string> lines
    property Component picture
    property bool wordsFirst: false
    property bool alarm: false
    property bool large: false
    property alias notes: noteColumn.data
    default property alias actions: actionColumn.data

    readonly property bool portrait: Theme.portrait
    readonly property color ink: alarm ? Theme.onAlarm : Theme.ink
    readonly property real half: (width - 3 * Theme.margin) / 2
    readonly property real end: height - Theme.mm * 6
    readonly property real room: (portrait ? actionColumn.y - Theme.margin : end) - Theme.mm * 2
    readonly property list<int> starts: parts()
    readonly property bool whole: part === starts.length - 1
    property int part: 0

    anchors.fill: parent
    focus: true
    onStartsChanged: part = Math.min(part, starts.length - 1)

    function parts(): list<int> {
        const heights = []
        const rest = title.height + (noteColumn.height > 0 ? noteColumn.height + words.spacing : 0)
        let sum = rest
        for (let i = 0; i < texts.count; ++i) {
            heights.push((texts.itemAt(i)?.implicitHeight ?? 0) + words.spacing)
            sum += heights[i]
        }
        const found = [0]
        if (sum <= room)
            return found
        const less = room - rest - more.implicitHeight - words.spacing
        let used = 0
        for (let i = 0; i < heights.length; ++i) {
            if (used > 0 && used + heights[i] > less) {
                found.push(i)
                used = 0
            }
            used += heights[i]
        }
        return found
    }

    Rectangle {
        anchors.fill: parent
        visible: page.alarm
        color: Theme.alarm
    }
    Column {
        id: words
        x: page.portrait || !Theme.leftHanded ? Theme.margin : 2 * Theme.margin + page.half
        y: page.portrait && !page.wordsFirst ? actionColumn.y - height - Theme.margin : page.portrait ? Theme.mm * 5 : Theme.mm * 4
        width: page.portrait ? page.width - 2 * Theme.margin : page.half
        spacing: Theme.mm * 4

        Heading {
            id: title
            width: parent.width
            text: page.heading
            font.pixelSize: Theme.title * (page.large ? 1.2 : 1)
            color: page.ink
        }
        Repeater {
            id: texts
            model: page.lines
            Words {
                required property string modelData
                required property int index
                width: words.width
                text: modelData
                color: page.ink
                visible: index >= page.starts[page.part] && index < (page.starts[page.part + 1] ?? texts.count)
            }
        }
        Action {
            id: more
            objectName: "more"
            width: parent.width
            visible: page.starts.length > 1
            alarm: page.alarm
            text: page.whole ? qsTr("Read again") : qsTr("More")
            symbol: page.whole ? "back" : "more"
            onClicked: page.part = page.whole ? 0 : page.part + 1
        }
        ColumnLayout {
            id: noteColumn
            width: parent.width
            spacing: Theme.gap
            visible: implicitHeight > 0
        }
    }

    Loader {
        id: slot
        readonly property real above: page.portrait && page.wordsFirst ? words.y + words.height + Theme.mm * 8 : Theme.mm * (page.portrait ? 6 : 2)
        readonly property real below: page.portrait && !page.wordsFirst ? words.y : actionColumn.y
        x: page.portrait || Theme.leftHanded ? Theme.margin : 2 * Theme.margin + page.half
        y: above
        width: words.width
        height: Math.max(0, below - above - Theme.mm * 8)
        active: height > Theme.mm * 30
        sourceComponent: page.picture
    }

    ColumnLayout {
        id: actionColumn
        x: slot.x
        y: page.end - height
        width: words.width
        spacing: Theme.gap
    }
}
