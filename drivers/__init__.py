"""Device drivers, found by name. Nothing of a driver is imported until it is asked for.

A driver is an entry point of the group `branch_kiosk.drivers`, so another distribution can ship one. It names a
factory; which arguments the factory takes follows from the port of `kiosk.core.ports` that it implements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "branch_kiosk.drivers"


class DriverError(Exception):
    """A driver cannot be used: no such name, a name given twice, or one whose module does not load."""


def _entries() -> Iterable[EntryPoint]:
    from importlib.metadata import entry_points  # noqa: PLC0415 - the first frame does not wait for it

    return entry_points(group=GROUP)


def names() -> tuple[str, ...]:
    """The names of the installed drivers, sorted."""
    return tuple(sorted({entry.name for entry in _entries()}))


def factory(name: str) -> Callable[..., Any]:
    """The factory of the driver called `name` in the settings. Raises `DriverError`."""
    found = {entry.value: entry for entry in _entries() if entry.name == name}
    match list(found.values()):
        case []:
            raise DriverError(f"no driver is called {name!r}; known: {', '.join(names()) or 'none'}")
        case [entry]:
            return _loaded(entry)
        case _:
            raise DriverError(f"several drivers are called {name!r}: {', '.join(sorted(found))}")


def _loaded(entry: EntryPoint) -> Callable[..., Any]:
    try:
        made = entry.load()
    except (ImportError, AttributeError) as error:
        raise DriverError(f"driver {entry.name!r} ({entry.value}) does not load: {error}") from error
    if not callable(made):
        raise DriverError(f"driver {entry.name!r} ({entry.value}) names no factory")
    return made  # type: ignore[no-any-return]
