import QtQuick
import BranchKiosk

// Running text: wraps, is never cut, and can be read by assistive technology.
Text {
    color: Theme.ink
    font.pixelSize: Theme.text
    font.features: Theme.features
    textFormat: Text.PlainText
    wrapMode: Text.Wrap
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
