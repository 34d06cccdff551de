pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.TransferAmount screen

    property string typed: page.screen.text
    readonly property string units: typed.split(".")[0]

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "send" }
    }
    Entry {
        large: true
        text: page.units.replace(/\B(?=(\d{3})+(?!\d))/g, ",") + page.typed.slice(page.units.length)
        hint: qsTr("Amount in %1").arg(page.screen.currency)
    }
    Keypad {
        focus: true
        text: page.typed
        limit: page.screen.longest
        extra: page.screen.point
        extraName: qsTr("Decimal point")
        onEdited: text => {
            page.typed = text;
            page.screen.type(text);
        }
    }
    Action {
        objectName: "next"
        primary: true
        enabled: page.typed.length > 0
        text: qsTr("Next")
        onClicked: page.screen.confirm()
    }
}
