pragma ComponentBehavior: Bound

import QtQuick

// A number of a known length is typed, and taken with "Next" once it is whole.
Page {
    id: page

    required property int digits
    required property string hint
    property string symbol: "ticket"
    property string typed
    signal entered(string text)

    picture: Component {
        Emblem { symbol: page.symbol }
    }
    Entry {
        text: page.typed
        hint: page.hint
    }
    Keypad {
        focus: true
        text: page.typed
        limit: page.digits
        onEdited: text => page.typed = text
    }
    Action {
        objectName: "next"
        primary: true
        enabled: page.typed.length === page.digits
        text: qsTr("Next")
        onClicked: page.entered(page.typed)
    }
}
