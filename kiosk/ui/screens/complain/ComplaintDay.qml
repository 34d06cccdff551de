pragma ComponentBehavior: Bound

import QtQuick
import BranchKiosk as Kiosk
import "../../controls"

Page {
    id: page

    required property Kiosk.ComplaintDay screen

    heading: page.screen.heading
    lines: page.screen.lines
    picture: Component {
        Emblem { symbol: "calendar" }
    }
    DayGrid {
        grid: page.screen.grid
        room: page.choiceRoom
        turned: page.screen.turned
        focus: true
        onChosen: id => page.screen.choose(id)
        onTurnedBack: page.screen.earlier()
        onTurnedOn: page.screen.later()
    }
}
