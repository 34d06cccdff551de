import QtQuick
import QtQuick.Layouts
import BranchKiosk

// A page: its question, what there is to say, a picture, and what the customer can do. In portrait from top to bottom,
// in landscape words beside picture and actions, these on the side of the stronger hand. Words that do not fit are
// shown part by part.
FocusScope {
    id: page

    property string heading
    property list<string> lines
    property Component picture
    property bool alarm: false
    default property alias actions: actionColumn.data

    readonly property real half: (width - 3 * Theme.margin) / 2
    readonly property real room: portrait ? height - actionColumn.height - 2 * Theme.margin : height - Theme.margin
    readonly property bool portrait: Theme.portrait
    readonly property list<int> starts: parts()
    property int part: 0
    readonly property bool whole: part === starts.length - 1

    anchors.fill: parent
    focus: true
    onStartsChanged: part = Math.min(part, starts.length - 1)

    function parts(): list<int> {
        const heights = []
        let sum = title.height + words.spacing
        for (let i = 0; i < texts.count; ++i) {
            heights.push((texts.itemAt(i)?.implicitHeight ?? 0) + words.spacing)
            sum += heights[i]
        }
        const found = [0]
        if (sum <= room + words.spacing)
            return found
        const less = room - title.height - Theme.target * 1.15 - 2 * words.spacing
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

    Column {
        id: words
        x: page.portrait || !Theme.leftHanded ? Theme.margin : 2 * Theme.margin + page.half
        y: page.portrait ? Theme.gap : 0
        width: page.portrait ? page.width - 2 * Theme.margin : page.half
        spacing: Theme.mm * 4

        Heading {
            id: title
            width: parent.width
            text: page.heading
        }
        Repeater {
            id: texts
            model: page.lines
            Words {
                required property string modelData
                required property int index
                width: words.width
                text: modelData
                visible: index >= page.starts[page.part] && index < (page.starts[page.part + 1] ?? texts.count)
            }
        }
        Action {
            objectName: "more"
            width: parent.width
            visible: page.starts.length > 1
            text: page.whole ? qsTr("Read again") : qsTr("More")
            symbol: page.whole ? "back" : "more"
            onClicked: page.part = page.whole ? 0 : page.part + 1
        }
    }

    Loader {
        id: slot
        readonly property real above: page.portrait ? words.y + words.height + Theme.margin : 0
        x: page.portrait || Theme.leftHanded ? Theme.margin : 2 * Theme.margin + page.half
        y: above
        width: words.width
        height: actionColumn.y - above - Theme.margin
        active: height > Theme.mm * 24
        sourceComponent: page.picture
    }

    ColumnLayout {
        id: actionColumn
        x: slot.x
        y: page.height - height - Theme.margin / 2
        width: words.width
        spacing: Theme.gap
    }
}
