import QtQuick
import BranchKiosk

// The question of the page.
Words {
    font.pixelSize: Theme.title
    font.bold: true
    lineHeight: 0.92
    Accessible.role: Accessible.Heading
}
