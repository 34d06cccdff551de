import QtQuick
import BranchKiosk

// A slow pulse for small animations: ten steps a second at most, and it comes to rest by itself.
Timer {
    id: root

    property int steps: 40
    property int rounds: 5
    property int count: 0
    readonly property real phase: (count % steps) / steps

    interval: 100
    repeat: true
    running: !Theme.still && count < steps * rounds
    onTriggered: ++count
}
