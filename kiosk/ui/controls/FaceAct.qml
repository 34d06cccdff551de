pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk

// A face that does what the customer is asked to do, seen as in a mirror: to its left is the customer's left. At rest
// while nothing is asked.
Item {
    id: root

    property string act
    readonly property real k: Math.max(0, Math.min(width / 150, height / 84))
    readonly property real phase: Theme.still ? 1 : Math.min(1, 1.4 * Math.sin(beat.phase * Math.PI))
    readonly property real turn: act === "turnLeft" ? -phase : act === "turnRight" ? phase : 0
    readonly property real shut: act === "blink" ? phase : act === "openEyes" ? 1 - phase : 0
    readonly property real near: act === "comeCloser" ? 0.7 + 0.3 * phase : act === "stepBack" ? 1 - 0.3 * phase : 1
    readonly property real open: act === "openMouth" ? phase : 0

    onActChanged: beat.count = 0

    Beat {
        id: beat
        steps: 16
        rounds: 12
        running: root.visible && root.act !== "" && !Theme.still && count < steps * rounds
    }
    Rectangle {
        id: head
        anchors.centerIn: parent
        width: 62 * root.k
        height: 80 * root.k
        radius: width / 2
        scale: root.near
        color: Theme.tint
        border.color: Theme.onTint
        border.width: 1.6 * root.k

        Repeater {
            model: [-1, 1]
            Rectangle { // an eye
                required property int modelData
                readonly property real away: 1 - 0.35 * Math.max(0, modelData * root.turn)
                width: 9 * root.k * away
                height: Math.max(1.6, 7 * (1 - root.shut)) * root.k
                radius: height / 2
                x: head.width / 2 + (modelData * 13 + root.turn * 10) * root.k - width / 2
                y: 32 * root.k - height / 2
                color: Theme.onTint
            }
        }
        Rectangle { // the nose
            width: 2.4 * root.k
            height: 12 * root.k
            radius: width / 2
            x: head.width / 2 + root.turn * 15 * root.k - width / 2
            y: 38 * root.k
            color: Theme.onTint
        }
        Rectangle { // the mouth
            width: (20 - 6 * root.open) * root.k
            height: (2.4 + 14 * root.open) * root.k
            radius: height / 2
            x: head.width / 2 + root.turn * 15 * root.k - width / 2
            y: 60 * root.k - 2 * root.open * root.k
            color: root.open > 0 ? Theme.surface : Theme.onTint
            border.color: Theme.onTint
            border.width: 2 * root.k
        }
    }
    Icon {
        visible: root.turn !== 0
        name: root.act === "turnLeft" ? "back" : "forward"
        side: 30 * root.k
        weight: 2.4
        x: root.width / 2 + (root.act === "turnLeft" ? -1 : 1) * 52 * root.k - side / 2
        anchors.verticalCenter: parent.verticalCenter
        color: Theme.accent
    }
    Repeater {
        model: root.act === "comeCloser" ? ["back", "forward"] : root.act === "stepBack" ? ["forward", "back"] : []
        Icon { // the face grows, or shrinks
            required property string modelData
            required property int index
            name: modelData
            side: 30 * root.k
            weight: 2.4
            x: root.width / 2 + (index === 0 ? -1 : 1) * 52 * root.k - side / 2
            y: (root.height - side) / 2
            color: Theme.accent
        }
    }
}
