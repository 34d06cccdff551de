"""From a code held up before the camera to the kiosk acting on it: camera, vision process, pipe."""

from __future__ import annotations

import random
import string
import threading
import time
from collections.abc import Callable
from typing import Any

from kiosk.bench.report import Result, alone
from kiosk.core.ports import CodeRead, Tell, Told

_CODES = 8
"""As many different codes; each is shown once before, so that the simulated camera need not draw it in the measure."""


def measure(quick: bool, hold: Callable[[str | None], None], start: Callable[[Tell], None]) -> Result:
    """Hold up a code 20 or 100 times at random moments. `start` starts the scanner.

    At 15 frames a second a code waits 33 ms on average, 67 ms at most, for the frame that shows it.
    """
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    codes = [
        f"{n:03}" + "".join(chance.choices(string.ascii_letters + string.digits + "-_", k=325)) for n in range(_CODES)
    ]
    seen = threading.Event()
    wanted = ""

    def tell(event: Told) -> None:
        if isinstance(event, CodeRead) and event.text == wanted:
            seen.set()

    def react(code: str, patience_s: float) -> float:
        nonlocal wanted
        seen.clear()
        wanted = code
        began = time.perf_counter()
        hold(wanted)
        if not seen.wait(patience_s):
            raise TimeoutError("a code held up was not read")
        return (time.perf_counter() - began) * 1e3

    start(tell)
    for code in codes:
        react(code, 60.0)
    samples: list[float] = []
    for number in range(20 if quick else 100):
        hold(None)
        time.sleep(chance.uniform(0.15, 0.3))
        samples.append(react(codes[number % _CODES], 5.0))
    return alone("a code held up is acted on, 15 frames a second", samples, unit="ms")


def with_row(answer: dict[str, Any], row: Result) -> dict[str, Any]:
    """The benchmark's answer with one more row."""
    return answer | {"results": [*answer["results"], vars(row)]}
