pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// The on-screen keyboard: English letters, digits and signs, and Chinese by Pinyin with candidates above the keys. `text`
// is what is written so far, at most `limit` characters; every change is told by `edited`, Done by `accepted`. Keys are
// at least 15 mm where the panel has room for ten beside each other, and never under 9.5 mm (MIIT). `most` is the height
// it may take, as far as that. A keypad's digits write as well.
FocusScope {
    id: keyboard

    property alias text: typist.text
    property alias limit: typist.limit
    property alias composing: typist.composing
    property alias full: typist.full
    property alias chinese: typist.chinese
    property alias signs: typist.signs
    property string doneText: qsTr("Done")
    property real most: Infinity
    signal edited(string text)
    signal accepted

    readonly property real board: Math.min(width, Theme.mm * 300)
    readonly property real gap: Theme.mm * Math.max(1.5, Math.min(3, (board / Theme.mm - 95) / 9))
    readonly property real unit: (board - 9 * gap) / 10
    readonly property real tall: Math.max(Theme.mm * 9.5, Math.min(Theme.mm * 15, unit), Math.min(Theme.mm * 19, unit * 0.82, (most - 4 * gap) / 5))
    readonly property var letters: ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
    readonly property var marks: typist.chinese
        ? ["1234567890", "-/：；（）¥@“”", "。，、？！%+"]
        : ["1234567890", "-/:;()£$€\"", ".,?!'%@"]
    readonly property var rows: typist.signs ? marks : letters
    readonly property var names: ({
        "-": qsTr("Hyphen"), "/": qsTr("Slash"), ":": qsTr("Colon"), ";": qsTr("Semicolon"), "(": qsTr("Opening bracket"),
        ")": qsTr("Closing bracket"), "：": qsTr("Colon"), "；": qsTr("Semicolon"), "（": qsTr("Opening bracket"),
        "）": qsTr("Closing bracket"), "¥": qsTr("Yuan"), "£": qsTr("Pound"), "$": qsTr("Dollar"), "€": qsTr("Euro"),
        "@": qsTr("At sign"), "\"": qsTr("Quotation mark"), "“": qsTr("Opening quotation mark"),
        "”": qsTr("Closing quotation mark"), "。": qsTr("Full stop"), ".": qsTr("Full stop"), "，": qsTr("Comma"),
        ",": qsTr("Comma"), "、": qsTr("Enumeration comma"), "？": qsTr("Question mark"), "?": qsTr("Question mark"),
        "！": qsTr("Exclamation mark"), "!": qsTr("Exclamation mark"), "'": qsTr("Apostrophe"), "%": qsTr("Per cent"),
        "+": qsTr("Plus")
    })

    implicitHeight: 5 * tall + 4 * gap
    Keys.onPressed: event => {
        if (event.text >= "0" && event.text <= "9" && event.text.length === 1)
            typist.press(event.text);
        else if (event.key === Qt.Key_Backspace)
            typist.erase();
        else
            return;
        event.accepted = true;
    }
    onBoardChanged: measure()
    onUnitChanged: measure()
    Component.onCompleted: measure()

    function across(units: real): real {
        return units * unit + (units - 1) * gap
    }
    // What is written so far, at most so many characters, and which keys are shown first.
    function begin(text: string, limit: int, chinese: bool, signs: bool) {
        typist.begin(text, limit, chinese, signs);
    }
    function measure() {
        typist.measure(board - across(1.5) - gap, across(1), Theme.mm * 6, gap, measured.font)
    }

    Typist {
        id: typist
        onEdited: text => keyboard.edited(text)
        onAccepted: keyboard.accepted()
    }
    Text { // to measure by
        id: measured
        visible: false
        font.pixelSize: Math.max(1, Math.min(Theme.text * 1.15, keyboard.tall * 0.56))
        onFontChanged: keyboard.measure()
    }
    component Letters: Row {
        id: row
        required property string keys
        spacing: keyboard.gap

        Repeater {
            model: row.keys.split("")
            Key {
                required property string modelData
                objectName: "key:" + modelData
                text: typist.shift > 0 && !typist.signs ? modelData.toUpperCase() : modelData
                sign: keyboard.names[modelData] ?? ""
                width: keyboard.unit
                height: keyboard.tall
                onClicked: typist.press(modelData)
            }
        }
    }

    Column {
        width: keyboard.board
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        spacing: keyboard.gap

        Item {
            width: parent.width
            height: keyboard.tall

            Row {
                spacing: keyboard.gap
                Repeater {
                    model: typist.candidates
                    Key {
                        id: candidate
                        required property string modelData
                        required property int index
                        objectName: "candidate" + index
                        text: modelData
                        alive: index === 0
                        width: Math.max(keyboard.unit, suggested.advanceWidth + Theme.mm * 6)
                        height: keyboard.tall
                        onClicked: typist.choose(index)
                        TextMetrics {
                            id: suggested
                            font: measured.font
                            text: candidate.modelData
                        }
                    }
                }
            }
            Key {
                objectName: "moreCandidates"
                anchors.right: parent.right
                visible: typist.paged
                quiet: true
                symbol: "more"
                spoken: qsTr("More characters")
                width: keyboard.across(1.5)
                height: keyboard.tall
                onClicked: typist.more()
            }
        }
        Letters {
            keys: keyboard.rows[0]
        }
        Letters {
            anchors.horizontalCenter: parent.horizontalCenter
            keys: keyboard.rows[1]
        }
        Row {
            spacing: keyboard.gap
            Key {
                objectName: "capitals"
                readonly property bool divides: typist.chinese && !typist.signs
                quiet: true
                alive: typist.shift > 0
                enabled: !typist.signs
                opacity: enabled ? 1 : 0
                text: divides ? "'" : ""
                symbol: divides ? "" : typist.shift === 2 ? "capitalsLocked" : "capitals"
                spoken: divides ? "'" : typist.shift === 2 ? qsTr("Capital letters on") : qsTr("Capital letter")
                sign: divides ? qsTr("Divide syllables") : ""
                width: keyboard.across(1.5)
                height: keyboard.tall
                onClicked: divides ? typist.press("'") : typist.capitals()
            }
            Letters {
                keys: keyboard.rows[2]
            }
            Key {
                objectName: "erase"
                quiet: true
                symbol: "erase"
                spoken: qsTr("Delete")
                autoRepeat: true
                width: keyboard.across(1.5)
                height: keyboard.tall
                onClicked: typist.erase()
            }
        }
        Row {
            spacing: keyboard.gap
            Key {
                objectName: "signs"
                quiet: true
                text: typist.signs ? "ABC" : "123"
                spoken: text
                sign: typist.signs ? qsTr("Letters") : qsTr("Digits and signs")
                width: keyboard.across(1.5)
                height: keyboard.tall
                onClicked: typist.turn()
            }
            Key {
                objectName: "otherLanguage"
                quiet: true
                text: typist.chinese ? "EN" : "中文"
                sign: typist.chinese ? qsTr("Type English") : qsTr("Type Chinese")
                width: keyboard.across(1.5)
                height: keyboard.tall
                onClicked: typist.switch()
            }
            Key {
                readonly property string mark: typist.chinese ? "，" : ","
                objectName: "comma"
                text: mark
                sign: qsTr("Comma")
                width: keyboard.unit
                height: keyboard.tall
                onClicked: typist.press(mark)
            }
            Key {
                objectName: "space"
                text: qsTr("Space")
                width: keyboard.across(3)
                height: keyboard.tall
                onClicked: typist.space()
            }
            Key {
                readonly property string mark: typist.chinese ? "。" : "."
                objectName: "stop"
                text: mark
                sign: qsTr("Full stop")
                width: keyboard.unit
                height: keyboard.tall
                onClicked: typist.press(mark)
            }
            Key {
                objectName: "typed"
                strong: true
                text: keyboard.doneText
                width: keyboard.across(2)
                height: keyboard.tall
                onClicked: typist.done()
            }
        }
    }
}
