"""The branch's staff over HTTPS: `kiosk.core.pager.StaffPager` (docs/central.md)."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from drivers.bank_http.line import Line
from kiosk.core.pager import SHOWN

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SHOWN: Final = re.compile(SHOWN)


class HttpPager:
    """Calls over `line` for the terminals of `branch`."""

    def __init__(self, line: Line, branch: str) -> None:
        self._line, self._calls = line, f"/v1/branches/{branch}/calls"

    def call(self, visit: str | None, why: str, screen: str) -> str | None:
        """Call somebody. An empty answer is one, too: who comes is then not asked."""
        status, answer = self._line.ask("POST", self._calls, {"visit": visit, "why": why, "screen": screen})
        match status, answer:
            case 202, None:
                given = None
            case 202, {"call": str(given)} if _ID.fullmatch(given):
                pass
            case _:
                raise self._line.lost(f"status {status} is no answer")
        self._line.answered()
        return given

    def coming(self, call: str) -> str | None:
        """Who is on the way. A name that cannot be shown is no answer."""
        status, answer = self._line.ask("GET", f"{self._calls}/{quote(call, safe='')}")
        who: str | None
        match status, answer:
            case 200, {"call": str(about), "coming": None} if about == call:
                who = None
            case 200, {"call": str(about), "coming": str(who)} if about == call and _SHOWN.fullmatch(who):
                pass
            case _:
                raise self._line.lost(f"status {status} is no answer")
        self._line.answered()
        return who

    def remind(self, call: str) -> None:
        """Call once more for the same."""
        status, _ = self._line.ask("POST", f"{self._calls}/{quote(call, safe='')}/reminder")
        if status != 202:
            raise self._line.lost(f"status {status} is no answer")
        self._line.answered()
