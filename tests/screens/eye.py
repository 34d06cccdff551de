"""What an inspector sees of a stage: where controls and words lie, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import combinations
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.ui.app import Stage
from kiosk.ui.puppet import descendants

TARGET_MM, PRIMARY_MM, GAP_MM = 15.0, 20.0, 3.0
_EPSILON = 1.0
_FRAMES = ("Note", "TicketCard")
"""Items with a frame around their words."""


def visible(stage: Stage, kind: str) -> list[QQuickItem]:
    """Every visible item of a Qt Quick class."""
    return [item for item in descendants(stage.window.contentItem()) if item.inherits(kind)]


def controls(stage: Stage) -> list[QQuickItem]:
    """Every control that can be touched."""
    return [item for item in visible(stage, "QQuickAbstractButton") if item.isEnabled()]


def words(stage: Stage) -> list[QQuickItem]:
    """Every text that says something and can be seen."""
    return [item for item in visible(stage, "QQuickText") if _text(item) and _seen(item)]


def scene(item: QQuickItem) -> QRectF:
    """Where an item lies in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def painted(item: QQuickItem) -> QRectF:
    """Where a text's writing lies in the window."""
    width, height = float(item.property("contentWidth")), float(item.property("contentHeight"))
    across = {4: (item.width() - width) / 2, 2: item.width() - width}.get(_alignment(item, "horizontal"), 0.0)
    down = {128: (item.height() - height) / 2, 64: item.height() - height}.get(_alignment(item, "vertical"), 0.0)
    return item.mapRectToScene(QRectF(across, down, width, height))


def faults(stage: Stage) -> list[str]:
    """Everything wrong with how the screen is laid out."""
    return [*_target_faults(stage), *_text_faults(stage), *_card_faults(stage), *_unspoken(stage)]


def _target_faults(stage: Stage) -> list[str]:
    mm, window = stage.theme.px_per_mm, QRectF(0, 0, stage.window.width(), stage.window.height())
    found, places = [], [(item.objectName(), scene(item), item) for item in controls(stage)]
    for name, place, item in places:
        least = PRIMARY_MM if item.property("primary") else TARGET_MM
        if min(place.width(), place.height()) < least * mm - _EPSILON:
            found.append(f"{name} is {place.width() / mm:.1f} x {place.height() / mm:.1f} mm")
        if not window.contains(place):
            found.append(f"{name} reaches out of the window: {place}")
        if place.top() < stage.theme.reach_px:
            found.append(f"{name} lies above the reach line")
    for (one, here, _), (other, there, _) in combinations(places, 2):
        across = max(here.left() - there.right(), there.left() - here.right())
        down = max(here.top() - there.bottom(), there.top() - here.bottom())
        if max(across, down) < GAP_MM * mm - _EPSILON:
            found.append(f"{one} and {other} lie {max(across, down) / mm:.1f} mm apart")
    return found


def _text_faults(stage: Stage) -> list[str]:
    window = QRectF(0, 0, stage.window.width(), stage.window.height())
    found, places = [], [(item, painted(item)) for item in words(stage)]
    for item, place in places:
        text = _text(item)
        if item.property("truncated"):
            found.append(f"{text!r} is cut")
        if place.width() > item.width() + _EPSILON or place.height() > item.height() + _EPSILON:
            found.append(f"{text!r} is larger than its place")
        if not window.adjusted(-1, -1, 1, 1).contains(place):
            found.append(f"{text!r} reaches out of the window")
        frame = _frame(item)
        if frame is not None and not scene(frame).adjusted(-1, -1, 1, 1).contains(place):
            found.append(f"{text!r} reaches out of {frame.objectName() or _kind(frame)}")
    for (one, here), (other, there) in combinations(places, 2):
        common = here.intersected(there)
        if common.width() > 2 and common.height() > 2:
            found.append(f"{_text(one)!r} lies over {_text(other)!r}")
    touched = controls(stage)
    found += [
        f"{_text(item)!r} lies over {control.objectName()}"
        for item, place in places
        for control in touched
        if not _is_below(item, control) and scene(control).adjusted(2, 2, -2, -2).intersects(place)
    ]
    return found


def _card_faults(stage: Stage) -> list[str]:
    """Framed cards, pictures and controls keep off each other and inside the page."""
    host = stage.window.findChild(QQuickItem, "pages")
    assert host is not None
    page = scene(host).adjusted(-1, -1, 1, 1)
    kinds = (*_FRAMES, "Emblem", "CameraStage", "PhoneArt", "CardArt", "FaceArt", "Waiting")
    cards = [item for item in descendants(host) if _kind(item).startswith(kinds) and _seen(item)]
    inside = [item for item in controls(stage) if _is_below(item, host)]
    found = [
        f"{_named(item)} reaches out of the page: {scene(item)}"
        for item in cards + inside
        if not page.contains(scene(item))
    ]
    for card in cards:
        place = scene(card).adjusted(2, 2, -2, -2)
        others = [*(other for other in cards if other is not card), *inside]
        found += [
            f"{_named(card)} lies over {_named(other)}"
            for other in others
            if not _is_below(other, card) and not _is_below(card, other) and place.intersects(scene(other))
        ]
        found += [
            f"{_named(card)} lies over {_text(item)!r}"
            for item in words(stage)
            if not _is_below(item, card) and place.intersects(painted(item))
        ]
    return found


def spoken(stage: Stage) -> list[str]:
    """The name of everything assistive technology finds on the screen."""
    QAccessible.setActive(True)
    root = QAccessible.queryAccessibleInterface(stage.window)
    return [] if root is None else list(_names(root))


def _names(interface: QAccessibleInterface) -> list[str]:
    state: Any = interface.state()
    if state.invisible:
        return []
    found = [interface.text(QAccessible.Text.Name)]
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is not None:
            found += _names(child)
    return found


def _unspoken(stage: Stage) -> list[str]:
    names = spoken(stage)
    return [f"{_text(item)!r} has no accessible name" for item in words(stage) if _text(item) not in names]


def pixels(stage: Stage) -> npt.NDArray[np.uint8]:
    """The window as it is drawn: height, width, RGB."""
    picture = stage.window.grabWindow().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    return rows[:, : picture.width() * 3].reshape(picture.height(), picture.width(), 3).copy()


def contrast_of(part: npt.NDArray[np.uint8]) -> float:
    """The contrast between a part's ground (its commonest colour) and the colour farthest from it (WCAG 2.2)."""
    packed = part.reshape(-1, 3).astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    values, counts = np.unique(packed, return_counts=True)
    shades = _luminance(np.stack([values >> 16 & 255, values >> 8 & 255, values & 255], axis=1))
    ground = shades[counts.argmax()]
    return max(_contrast(float(ground), float(shades.min())), _contrast(float(ground), float(shades.max())))


def contrast_between(one: str, other: str) -> float:
    """The contrast of two colours written `#rrggbb`."""
    both = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (one, other)], np.uint8)
    first, second = _luminance(both)
    return _contrast(float(first), float(second))


def _luminance(colours: npt.NDArray[np.uint8 | np.uint32]) -> npt.NDArray[np.float64]:
    linear = colours / 255.0
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    shade: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return shade


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def texts_in(value: object) -> Iterator[str]:
    """Every text in a state."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        yield from texts_in([*value.keys(), *value.values()])
    elif is_dataclass(value) and not isinstance(value, type):
        for item in fields(value):
            yield from texts_in(getattr(value, item.name))


def _text(item: QQuickItem) -> str:
    return str(item.property("text"))


def _seen(item: QQuickItem) -> bool:
    return all(ancestor.opacity() > 0 for ancestor in _upwards(item))


def _upwards(item: QQuickItem) -> Iterator[QQuickItem]:
    """An item and everything it is in."""
    above: QQuickItem | None = item
    while above is not None:
        yield above
        above = above.parentItem()


def _alignment(item: QQuickItem, direction: str) -> int:
    read = cast("Any", QQmlExpression)(qmlContext(item), item, f"{direction}Alignment").evaluate()
    return int(read[0] if isinstance(read, tuple) else read)


def _frame(item: QQuickItem) -> QQuickItem | None:
    """The control or the framed card a text is in."""
    frames = (
        above for above in _upwards(item) if above.inherits("QQuickAbstractButton") or _kind(above).startswith(_FRAMES)
    )
    return next(frames, None)


def _kind(item: QQuickItem) -> str:
    """The item's QML type, and what Qt adds to it.

    Asked of QML: PySide keeps what `metaObject` gives after a stage is gone, and takes the next one's items for it.
    """
    read = cast("Any", QQmlExpression)(qmlContext(item), item, "String(this)").evaluate()
    return str(read[0] if isinstance(read, tuple) else read)


def _named(item: QQuickItem) -> str:
    return item.objectName() or _kind(item).partition("(")[0].partition("_")[0]


def _is_below(item: QQuickItem, ancestor: QQuickItem) -> bool:
    return any(above is ancestor for above in _upwards(item))


_SPEAKING_ROLES = {
    QAccessible.Role.Button,
    QAccessible.Role.RadioButton,
    QAccessible.Role.StaticText,
    QAccessible.Role.Heading,
    QAccessible.Role.ProgressBar,
    QAccessible.Role.EditableText,
    QAccessible.Role.Graphic,
}
"""What must have a name. The rest holds it together: the window, panes, layouts."""
_LINE_MM = 6.0
"""Controls whose tops lie no farther apart are one line, read from left to right."""


def focus_faults(stage: Stage) -> list[str]:
    """What is wrong with where the keys go: order against reading, and what they do not reach."""
    reached = stage.keys.chain()
    found = [
        f"{_named(item)} cannot be reached by keys" for item in controls(stage) if item not in reached and _seen(item)
    ]
    found += [f"{_named(item)} has the focus and cannot be seen" for item in reached if not _seen(item)]
    own = stage.keys.controls()
    for part in (own, [item for item in reached if item not in own]):
        read = sorted(
            part, key=lambda item: (round(scene(item).top() / (_LINE_MM * stage.theme.px_per_mm)), scene(item).left())
        )
        if read != part:
            found.append(f"keys go {[_named(item) for item in part]}, eyes {[_named(item) for item in read]}")
    return found


def tree_faults(stage: Stage) -> list[str]:
    """What assistive technology is not told: a control's name and role, the heading, words and entries."""
    QAccessible.setActive(True)
    found = []
    for control in controls(stage):
        told = QAccessible.queryAccessibleInterface(control)
        if told is None or told.role() not in (QAccessible.Role.Button, QAccessible.Role.RadioButton):
            found.append(f"{_named(control)} has no role")
        elif not told.text(QAccessible.Text.Name).strip():
            found.append(f"{_named(control)} has no name")
    root = QAccessible.queryAccessibleInterface(stage.window)
    everything = list(_tree(root)) if root is not None else []
    if not any(role == QAccessible.Role.Heading for role, _ in everything):
        found.append("there is no heading")
    found += [f"a {role.name} has no name" for role, name in everything if role in _SPEAKING_ROLES and not name.strip()]
    return found


def _tree(interface: QAccessibleInterface) -> Iterator[tuple[QAccessible.Role, str]]:
    """Role and name of everything that assistive technology finds."""
    state: Any = interface.state()
    if state.invisible:
        return
    yield interface.role(), interface.text(QAccessible.Text.Name)
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child is not None:
            yield from _tree(child)
