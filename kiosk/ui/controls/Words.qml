import QtQuick
import BranchKiosk

// Running text: wraps, is never cut, and can be read by assistive technology. A `typed` one wraps where it must; any other
// leaves no scrap alone in its last line.
Text {
    property bool typed: false
    readonly property real slack: typed || wrapMode === Text.NoWrap ? 0 : Typesetter.slack(text, width, font)

    leftPadding: horizontalAlignment === Text.AlignHCenter ? slack / 2 : 0
    rightPadding: slack - leftPadding
    color: Theme.ink
    font.pixelSize: Theme.text
    font.features: Theme.features
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
