pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import BranchKiosk

// Digits in three columns, as on a phone. `text` is what is typed, at most `limit` characters; `extra` is one key more:
// a decimal point, or the X of an ID number. Each change is told by `edited`; a keypad's keys write as well.
FocusScope {
    id: root

    property string text
    property int limit: 12
    property string extra
    property string extraName
    readonly property real gap: Theme.mm * 3
    readonly property real tall: Math.max(Theme.mm * 15, Math.min(Theme.mm * 18, Theme.text * 1.6))
    signal edited(string text)

    function type(sign: string) {
        if (text.length < limit && !(sign === extra && text.includes(extra)))
            edited(text + sign)
    }
    function erase() {
        if (text)
            edited(text.slice(0, -1))
    }

    Layout.fillWidth: true
    implicitHeight: 4 * tall + 3 * gap
    Keys.onPressed: event => {
        if (event.text >= "0" && event.text <= "9" && event.text.length === 1 || extra && event.text.toUpperCase() === extra)
            type(event.text.toUpperCase());
        else if (event.key === Qt.Key_Backspace)
            erase();
        else
            return;
        event.accepted = true;
    }

    component Digit: Key {
        Layout.fillWidth: true
        Layout.preferredWidth: 1
        Layout.preferredHeight: root.tall
        onClicked: root.type(text)
    }

    GridLayout {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, Theme.mm * 160)
        columns: 3
        columnSpacing: root.gap
        rowSpacing: root.gap

        Repeater {
            model: 9
            Digit {
                required property int index
                objectName: "digit" + text
                text: String(index + 1)
                focus: index === 0
            }
        }
        Digit {
            objectName: "extra"
            quiet: true
            opacity: root.extra ? 1 : 0
            enabled: root.extra !== ""
            text: root.extra
            sign: root.extraName
        }
        Digit {
            objectName: "digit0"
            text: "0"
        }
        Key {
            objectName: "erase"
            quiet: true
            symbol: "erase"
            spoken: qsTr("Delete")
            autoRepeat: true
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.preferredHeight: root.tall
            onClicked: root.erase()
        }
    }
}
