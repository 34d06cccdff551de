"""The keyboard or tactile keypad before the screen: what is heard of it, and where the focus goes.

The focus goes round the controls of the page in their order of reading, and then through the bar; never to what cannot
be used, and never nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.ui.session import Session

_TAKE: Final = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select})
_ONWARD: Final = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Right})
_BACKWARD: Final = frozenset({Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Left})
_DIGITS: Final = frozenset(Qt.Key(Qt.Key.Key_0 + digit) for digit in range(10)) | {Qt.Key.Key_X, Qt.Key.Key_Period}
_BACK: Final = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Back, Qt.Key.Key_Cancel})
_HELP: Final = frozenset({Qt.Key.Key_F1, Qt.Key.Key_Help})
_LOUDER: Final = {Qt.Key.Key_VolumeUp: 1, Qt.Key.Key_VolumeDown: -1}
_AGAIN: Final = frozenset({Qt.Key.Key_F2, Qt.Key.Key_MediaPlay, Qt.Key.Key_MediaTogglePlayPause})
"""What a kiosk hears of a keyboard or a tactile keypad: taking what has the focus, moving it, typing a number, a step
back, calling staff, the volume, and saying it again. Everything else is not heard."""
_VEIL: Final = _TAKE | _ONWARD | _BACKWARD | _DIGITS | _BACK | {Qt.Key.Key_Backspace}
"""What only lifts the veil while it is down."""
_BUTTON: Final = "QQuickAbstractButton"
_TYPED_ON: Final = ("extraName", "doneText")
"""What only the controls have that take typed signs: Keypad and Keyboard."""


class Keys(QObject):
    """Hears the keys of a window. `page` gives the page shown; for `double_strike_s` after a key was struck it is not
    heard again.
    """

    touched = Signal()
    """The customer touched the screen, or pressed a key."""
    focusMoved = Signal(object)
    """The customer moved to this control by keys."""
    typed = Signal(str)
    """A key wrote this on the page's keypad or keyboard; nothing where it took a sign away."""
    declined = Signal()
    """A digit found no place there."""

    def __init__(
        self,
        window: QQuickWindow,
        session: Session,
        page: Callable[[], QQuickItem | None],
        double_strike_s: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._double_strike_s, self._clock = double_strike_s, clock
        self._struck: tuple[Qt.Key, float] | None = None
        self._window, self._session, self._page = window, session, page
        self._by_keys = False
        self._writing: tuple[str, int] | None = None
        """On which screen a key went down that may write, and how much was written then."""
        self.touched.connect(session.somebodyActs)

    def hand_came(self) -> None:
        """The customer touched the screen."""
        self._by_keys = False
        self.touched.emit()

    def give_focus(self, page: QQuickItem) -> None:
        """Let the page have the focus; it is seen where the customer uses keys, and then never on nothing."""
        reason = Qt.FocusReason.TabFocusReason if self._by_keys else Qt.FocusReason.OtherFocusReason
        page.forceActiveFocus(reason)
        if self._by_keys:
            first = self.focused or self._next(onward=True)
            if first is not None:
                first.forceActiveFocus(reason)

    @property
    def focused(self) -> QQuickItem | None:
        """The control that has the focus."""
        item = self._window.activeFocusItem()
        return item if item is not None and item.inherits(_BUTTON) else None

    def controls(self) -> list[QQuickItem]:
        """What can be used of what lies on top, in the order of the keys: the page's, and not the bar's."""
        top = self._top()
        return [] if top is None else [item for item in self.chain() if top.isAncestorOf(item)]

    def items(self) -> Iterator[QQuickItem]:
        """Everything visible of the page."""
        if (page := self._page()) is not None:
            yield from _below(page)

    def pad(self) -> QQuickItem | None:
        """The page's keypad or keyboard."""
        typed_on = (item for item in self.items() if any(item.property(name) is not None for name in _TYPED_ON))
        return next(typed_on, None)

    def notes(self) -> list[QQuickItem]:
        """The page's notes that can be seen."""
        said = [item for item in self.items() if item.property("text") and item.property("symbol")]
        return [item for item in said if item.property("alarm") is not None and not item.inherits(_BUTTON)]

    def _top(self) -> QQuickItem | None:
        for name, stands in (
            ("idleWarning", self._session.idle_warning is not None),
            ("adjustPage", self._session.is_adjusting),
            ("veil", self._session.is_veiled),
        ):
            if stands:
                return self._window.findChild(QQuickItem, name)
        return self._page()

    def chain(self) -> list[QQuickItem]:
        """Every control that the keys reach, once round.

        Found through `childItems`, as Qt does: PySide takes an item that `nextItemInFocusChain` gave for a child of the
        one asked, and deletes it after that one is gone.
        """
        found = _below(self._window.contentItem())
        return [item for item in found if item.inherits(_BUTTON) and item.isEnabled()]

    def _next(self, *, onward: bool) -> QQuickItem | None:
        """The control after the one that has the focus, or before it; None where there is none at all."""
        chain, here = self.chain(), self.focused
        if here in chain:
            return chain[(chain.index(here) + (1 if onward else -1)) % len(chain)]
        top = self.controls() or chain
        return top[0 if onward else -1] if top else None

    def keyed(self, event: QKeyEvent) -> bool:
        """Whether a key goes no further: it was acted on here, or is none of the kiosk's."""
        key = Qt.Key(event.key())
        keypad = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if keypad != Qt.KeyboardModifier.NoModifier:
            return True
        if event.type() == QEvent.Type.KeyPress and not event.isAutoRepeat() and self._struck_twice(key):
            return True
        if event.type() == QEvent.Type.KeyPress and key in _VEIL and self._veiled():
            self._by_keys = True
            self.touched.emit()
            self._session.unveil("key")
            return True
        if key in _TAKE | _DIGITS | {Qt.Key.Key_Backspace}:
            if event.type() == QEvent.Type.KeyRelease:
                self._tell_written(key)
            return event.type() == QEvent.Type.KeyPress and not self._let_in(event, key)
        if event.type() == QEvent.Type.KeyPress:
            self._acted(key)
        return True

    def _struck_twice(self, key: Qt.Key) -> bool:
        """Whether a key was struck a moment ago."""
        before, self._struck = self._struck, (key, self._clock())
        return before is not None and before[0] == key and self._struck[1] - before[1] < self._double_strike_s

    def _veiled(self) -> bool:
        """Whether the veil is what lies on top."""
        return self._session.is_veiled and self._session.idle_warning is None and not self._session.is_adjusting

    def _let_in(self, event: QKeyEvent, key: Qt.Key) -> bool:
        """Whether a key that takes or types finds what it is for."""
        self._by_keys = True
        self.touched.emit()
        pad = self.pad() if self._top() is self._page() else None
        if not event.isAutoRepeat():
            self._writing = None if pad is None else (self._session.screen_name, len(pad.property("text")))
        if key in _TAKE:
            return not (self.focused is None or event.isAutoRepeat())
        if pad is None or (event.isAutoRepeat() and key in _DIGITS):
            return False
        if not pad.property("activeFocus"):
            pad.forceActiveFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _tell_written(self, key: Qt.Key) -> None:
        """A key came up: say what it did to what is written."""
        began, self._writing = self._writing, None
        pad = self.pad()
        if began is None or pad is None or began[0] != self._session.screen_name:
            return
        text = str(pad.property("text"))
        if len(text) > began[1]:
            self.typed.emit(text[began[1] :])
        elif len(text) < began[1]:
            self.typed.emit("")
        elif key in _DIGITS:
            self.declined.emit()

    def _acted(self, key: Qt.Key) -> None:
        if key in _ONWARD | _BACKWARD:
            self._by_keys = True
            self.touched.emit()
            reached = self._next(onward=key in _ONWARD)
            if reached is not None:
                reason = Qt.FocusReason.TabFocusReason if key in _ONWARD else Qt.FocusReason.BacktabFocusReason
                reached.forceActiveFocus(reason)
                self.focusMoved.emit(reached)
        elif key in _BACK:
            self.touched.emit()
            if self._session.idle_warning is not None:
                self._session.stillHere()
            elif self._session.is_adjusting:
                self._session.setAdjusting(False)
            elif self._session.property("mayGoBack"):
                self._session.back()
        elif key in _HELP:
            self.touched.emit()
            self._session.callStaff()
        elif key in _LOUDER:
            self._session.louder(_LOUDER[key])
        elif key in _AGAIN:
            self.touched.emit()
            self._session.sayAgain()


def _below(item: QQuickItem) -> Iterator[QQuickItem]:
    """Every visible item below."""
    for child in item.childItems():
        if child.isVisible():
            yield child
            yield from _below(child)
