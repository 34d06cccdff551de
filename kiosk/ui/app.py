"""The stage: the window, its pages, and how they come to the screen in time."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Final, cast

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    QUrl,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QCloseEvent, QFont, QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtQml import QQmlApplicationEngine, QQmlComponent, QQmlError
from PySide6.QtQuick import QQuickItem, QQuickWindow

import kiosk.ui.keyboard.typist
import kiosk.ui.qr
import kiosk.ui.typesetter  # noqa: F401 - QML types, all
from kiosk.flows.events import Event, KioskBroke
from kiosk.ui.age import process_age_ms
from kiosk.ui.brand import OURS, Brand
from kiosk.ui.i18n import SOURCE_LANGUAGE, Translator
from kiosk.ui.keys import Keys
from kiosk.ui.preview import Feed, PreviewSource
from kiosk.ui.screens import NAMES, page_of
from kiosk.ui.session import Session
from kiosk.ui.theme import FAMILY, Theme

FOLDER: Final = Path(__file__).resolve().parent
_HAND_TOUCHES: Final = (QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StageSettings:
    """The panel. `screen_bottom_mm` is the height of its lower edge above the floor; `hand` is `left` or `right`. For
    `double_strike_s` after a key was struck it is not heard again.
    """

    width_px: int = 1080
    height_px: int = 1920
    px_per_mm: float = 4.0
    fullscreen: bool = False
    screen_bottom_mm: float = 800.0
    hand: str = "right"
    reduced_motion: bool = False
    double_strike_s: float = 0.0
    brand: Brand = OURS


class StageError(Exception):
    """The stage cannot be set: the message is what QML said, or the font that is missing."""


def make_app(argv: Sequence[str], *, headless: bool) -> QGuiApplication:
    """The Qt application; must come before anything else of Qt. `headless` needs no display and no GPU."""
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ["QT_QUICK_BACKEND"] = "software"
    os.environ.setdefault("QT_QUICK_CONTROLS_STYLE", "Basic")
    running = QGuiApplication.instance()
    app = running if isinstance(running, QGuiApplication) else QGuiApplication(list(argv))
    app.setApplicationName("branch-kiosk")
    app.setFont(QFont(FAMILY))
    return app


def fonts_ready() -> str | None:
    """What is wrong with the fonts, or None. Needs the application."""
    if FAMILY in QFontDatabase.families():
        return None
    return f"the font {FAMILY} is missing: install fonts-noto-cjk"


@contextmanager
def last_resort(tell: Callable[[Event], None]) -> Iterator[None]:
    """While open, an exception nobody caught, on any thread, takes the kiosk out of service.

    Its type and place are logged; its message is not, for it may quote the customer.
    """

    def broke(kind: type[BaseException], trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.exit(130)
            return
        place = traceback.extract_tb(trace)[-1:] if trace else []
        log.critical("%s at %s", kind.__name__, ", ".join(f"{Path(f.filename).name}:{f.lineno}" for f in place))
        tell(KioskBroke(kind.__name__))

    before, before_thread = sys.excepthook, threading.excepthook
    sys.excepthook = lambda kind, _, trace: broke(kind, trace)
    threading.excepthook = lambda args: broke(args.exc_type, args.exc_traceback)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = before, before_thread


@contextmanager
def overheard() -> Iterator[list[str]]:
    """While open, whatever Qt warns of, on any thread, is collected, and still said on stderr."""
    heard: list[str] = []

    def take(kind: QtMsgType, _: QMessageLogContext, message: str) -> None:
        print(message, file=sys.stderr)
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            heard.append(message)

    before = qInstallMessageHandler(take)
    try:
        yield heard
    finally:
        qInstallMessageHandler(before)


def fitted(settings: StageSettings, room: QSize) -> StageSettings:
    """The same panel, shrunk in proportion until it fits into a desktop's room; for a window beside others."""
    share = min(1.0, room.width() / settings.width_px, room.height() / settings.height_px)
    return replace(
        settings,
        width_px=int(settings.width_px * share),
        height_px=int(settings.height_px * share),
        px_per_mm=settings.px_per_mm * share,
    )


class Stage(QObject):
    """The kiosk's window: shows the session's screens, one page at a time.

    Pages are compiled ahead, one in each idle moment after the first frame, and made when their screen comes; a screen
    of the same name only gives its page new constants.
    """

    firstFrame = Signal()
    """The first picture is on the screen; emitted once, on the Qt thread."""

    def __init__(
        self, app: QGuiApplication, session: Session, preview: PreviewSource | None, settings: StageSettings
    ) -> None:
        super().__init__()
        missing = fonts_ready()
        if missing is not None:
            raise StageError(missing)
        self._app, self._session, self._settings = app, session, settings
        self._translator = Translator()
        self._said: list[str] = []
        self._engine = QQmlApplicationEngine()
        self._engine.warnings.connect(self._complain)
        self._theme = cast("Theme", self._engine.singletonInstance("BranchKiosk", "Theme"))
        self._feed = cast("Feed", self._engine.singletonInstance("BranchKiosk", "Feed"))
        self._theme.mount(
            settings.px_per_mm, settings.screen_bottom_mm, settings.hand, reduced_motion=settings.reduced_motion
        )
        self._theme.wear(settings.brand.palette, settings.brand.marks)
        self._theme.fit(settings.width_px, settings.height_px)
        self._dress()
        self._feed.watch(preview)
        self._translator.use(session.preferences.language)
        self._theme.speak(session.preferences.language)
        self._components: dict[str, QQmlComponent] = {}
        self._page: QQuickItem | None = None
        self._page_name = ""
        self._awaiting_frame: list[Callable[[], None]] = []
        self.first_frame_ms: float | None = None
        """From the start of the process to the first picture on the screen."""

        self.window = self._raise_curtain()
        self.keys = Keys(self.window, session, lambda: self._page, settings.double_strike_s)
        """The customer's keyboard or keypad."""
        self.window.installEventFilter(self)
        self._host = cast("QQuickItem", self.window.findChild(QQuickItem, "pages"))
        session.languageChanged.connect(self._speak)
        session.preferencesChanged.connect(self._dress)
        session.screenChanged.connect(self._turn)
        session.idleChanged.connect(self._refocus)
        session.adjustingChanged.connect(self._refocus)
        session.veilChanged.connect(self._refocus)
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._prepare)
        self.window.frameSwapped.connect(self._first_frame)
        session.open()
        if settings.fullscreen:
            self.window.setCursor(Qt.CursorShape.BlankCursor)
            self.window.showFullScreen()
        else:
            self.window.show()

    @property
    def session(self) -> Session:
        """The session shown."""
        return self._session

    @property
    def theme(self) -> Theme:
        """Sizes and colours in use."""
        return self._theme

    @property
    def page(self) -> QQuickItem | None:
        """The page shown."""
        return self._page

    @property
    def complaints(self) -> tuple[str, ...]:
        """Everything QML warned of since the stage was set."""
        return tuple(self._said)

    @property
    def prepared(self) -> bool:
        """Whether every page was compiled."""
        return len(self._components) == len(NAMES)

    def after_next_frame(self, then: Callable[[], None]) -> None:
        """Call `then` once, on the Qt thread, when a frame drawn from now on stands on the screen."""
        if not self._awaiting_frame:
            self.window.frameSwapped.connect(self._frame_stands)
        self._awaiting_frame.append(then)
        self.window.update()

    def close(self) -> None:
        """Take everything down: QML first, then the Python objects it shows."""
        self._ahead.stop()
        self.window.removeEventFilter(self)
        for signal, slot in (
            (self._session.screenChanged, self._turn),
            (self._session.idleChanged, self._refocus),
            (self._session.adjustingChanged, self._refocus),
            (self._session.veilChanged, self._refocus),
            (self._session.preferencesChanged, self._dress),
            (self._session.languageChanged, self._speak),
        ):
            signal.disconnect(slot)
        self._session.close()
        self._translator.use(SOURCE_LANGUAGE)
        self._feed.watch(None)
        if self._page is not None:
            self._page.setParentItem(None)  # type: ignore[arg-type]
            self._page.setParent(None)
            self._page.deleteLater()
            self._page = None
        self._components.clear()
        self.window.close()
        self._engine.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._app.processEvents()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Locked down: no shortcut, no context menu, and a kiosk in full screen does not close by request."""
        if isinstance(event, QKeyEvent):
            return self.keys.keyed(event)
        if event.type() in _HAND_TOUCHES:
            self.keys.hand_came()
        if isinstance(event, QCloseEvent):
            return self._settings.fullscreen and self.window.isVisible() and event.spontaneous()
        return event.type() == QEvent.Type.ContextMenu

    def _raise_curtain(self) -> QQuickWindow:
        self._engine.setInitialProperties(
            {"session": self._session, "width": self._settings.width_px, "height": self._settings.height_px}
        )
        self._engine.load(QUrl.fromLocalFile(str(FOLDER / "Main.qml")))
        roots = self._engine.rootObjects()
        if not roots or not isinstance(roots[0], QQuickWindow):
            raise StageError("\n".join(self._said) or "Main.qml gave no window")
        window = roots[0]
        window.widthChanged.connect(lambda: self._theme.fit(window.width(), window.height()))
        window.heightChanged.connect(lambda: self._theme.fit(window.width(), window.height()))
        return window

    def _turn(self) -> None:
        """Show the session's screen."""
        screen = self._session.shown_screen
        name = self._session.screen_name
        if self._page is not None and name == self._page_name:
            self._page.setProperty("screen", screen)
            return
        past, self._page_name = self._page, name
        made = self._component(name).createWithInitialProperties({"screen": screen, "parent": self._host})
        if not isinstance(made, QQuickItem):
            raise StageError(self._component(name).errorString() or f"{name}.qml is no item")
        self._page = made
        made.setParentItem(self._host)
        made.setParent(self._host)
        if past is not None:
            past.setVisible(False)
            past.setParent(None)  # else PySide (6.11) never frees its Python half
            past.deleteLater()
        if not self._session.is_veiled:
            self.keys.give_focus(made)

    def _component(self, name: str) -> QQmlComponent:
        if name not in self._components:
            url = QUrl.fromLocalFile(str(page_of(name)))
            self._components[name] = QQmlComponent(self._engine, url, self)
        return self._components[name]

    def _prepare(self) -> None:
        """Compile one more page."""
        for name in NAMES:
            if name not in self._components:
                self._component(name)
                return
        self._ahead.stop()
        gc.collect()
        gc.freeze()  # what lives now lives on: later collections are short

    def _first_frame(self) -> None:
        if self.first_frame_ms is None:  # a render thread may have swapped several before this one is heard of
            self.first_frame_ms = process_age_ms()
            self.window.frameSwapped.disconnect(self._first_frame)
            self._ahead.start(20)
            self.firstFrame.emit()

    def _frame_stands(self) -> None:
        waiting, self._awaiting_frame = self._awaiting_frame, []
        if waiting:  # a render thread may have swapped several before this one is heard of
            self.window.frameSwapped.disconnect(self._frame_stands)
        for then in waiting:
            then()

    def _speak(self, language: str) -> None:
        self._translator.use(language)
        self._theme.speak(language)
        self._engine.retranslate()

    def _refocus(self) -> None:
        """Give the focus back to the page when nothing lies over it any more."""
        session = self._session
        covered = session.idle_warning is not None or session.is_adjusting or session.is_veiled
        if not covered and self._page is not None:
            self.keys.give_focus(self._page)

    def _dress(self) -> None:
        wanted = self._session.preferences
        self._theme.prefer(wanted.size, wanted.contrast, wanted.hand, calm=wanted.calm)

    def _complain(self, warnings: list[QQmlError]) -> None:
        self._said.extend(warning.toString() for warning in warnings)
