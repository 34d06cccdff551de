"""Makes the README's pictures in docs/pictures, of the catalogue's examples: no camera, so nobody is on them.

python packaging/pictures.py [NAME...]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from journeys import sheet

from kiosk.flows.rules import Preferences
from kiosk.flows.visit import Visit
from kiosk.ui.app import Stage, StageSettings, make_app
from kiosk.ui.catalogue import FACTS, RULES, examples
from kiosk.ui.puppet import Puppet
from kiosk.ui.session import Session

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CHECK_IN: Final = (
    "Attract",
    "Menu",
    "PresentDocument-noneSeen",
    "FaceConsent",
    "FraudWarning",
    "Ticket-printed",
)
WHO: Final = (
    "PresentDocument-reading",
    "LookAtCamera-rose",
    "LookAtCamera-turnLeft",
    "LookAtCamera-blink",
    "FaceRefused-attackSuspected",
    "DocumentRefused-notGenuine",
)
LARGEST: Final = ("Menu", "FaceConsent", "FraudWarning", "Ticket-printed")
PICTURES: Final = {
    "check-in-en": (Preferences("en"), CHECK_IN),
    "check-in-zh_CN": (Preferences("zh_CN"), CHECK_IN),
    "who-is-this-en": (Preferences("en"), WHO),
    "who-is-this-zh_CN": (Preferences("zh_CN"), WHO),
    "largest-dark-en": (Preferences("en", 3, "dark"), LARGEST),
}
UNWATCHED: Final = replace(FACTS, watched=False)
"""Without the veil, as terminals are unless their settings name it."""
_WIDTH: Final = 270


@contextmanager
def photographer() -> Iterator[Callable[[Visit, Path], None]]:
    """Shows a state on a stage on which nothing moves, in portrait, and saves what is drawn."""
    app = make_app(["pictures"], headless=True)
    session = Session(RULES, perform=lambda _: None, switch=lambda _: None, shown=lambda *_: None, facts=UNWATCHED)
    stage = Stage(app, session, None, StageSettings(reduced_motion=True))
    puppet = Puppet(stage)

    def take(state: Visit, path: Path) -> None:
        session.rehearse(state)
        app.processEvents()
        puppet.grab(path)

    try:
        yield take
    finally:
        stage.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", default=list(PICTURES))
    given = parser.parse_args()
    with photographer() as take, tempfile.TemporaryDirectory() as out:
        for name in given.names:
            preferences, screens = PICTURES[name]
            states = examples(preferences)
            paths = [Path(out, f"{screen}.png") for screen in screens]
            for screen, path in zip(screens, paths, strict=True):
                take(states[screen], path)
            sheet(paths, _WIDTH).save(FOLDER / f"{name}.png", optimize=True)
            print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
