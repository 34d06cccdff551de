"""Stories of misfortune: what befalls a terminal or the centre, and what must be true afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from kiosk.demo.teller import Teller

_NO_CHALLENGE: Final[dict[str, dict[str, Any]]] = {"face": {"liveness": False}}
"""A story of disks and networks does not ask every customer to turn the head: that is another walk's."""


@dataclass(frozen=True)
class Story:
    """Told by `kiosk.demo.teller`; `outcome` is what the summary says when everything it promises held."""

    name: str
    sentence: str
    outcome: str
    told: Callable[[Teller], None]
    holder: str = "chinese-id"
    settings: dict[str, dict[str, Any]] = field(default_factory=lambda: dict(_NO_CHALLENGE))


def _power_cut(teller: Teller) -> None:
    from kiosk.core.entries import CheckInCompleted  # noqa: PLC0415 - `--list` needs no record
    from kiosk.demo import disk  # noqa: PLC0415
    from kiosk.record import layout  # noqa: PLC0415

    files = layout(teller.state)
    with teller.halted("holds-the-ticket") as chapter:
        before = teller.evidence()
        teller.power_cut(chapter)
    torn = [disk.tear(path) for path in (*files.journal.glob("*.db-wal"), *files.spent.parent.glob("spent.db-wal"))]
    teller.prove("torn_bytes", torn, holds=len(torn) == 2)
    teller.branch.start_sync()
    teller.chapter("comes-again")
    after = teller.acknowledged()
    teller.prove("records_before", before.size, holds=before.counts[CheckInCompleted.TYPE] == 1)
    teller.prove("every_record_is_there", after.holds(before), holds=after.holds(before))
    opened = [opening["clean"] for opening in after.openings]
    teller.prove("opened_clean", opened, holds=opened == [True, False])


STORIES: Final = {
    story.name: story
    for story in (
        Story(
            "power-cut",
            "The power fails while the customer takes the ticket: all that was acknowledged is there, and it goes on.",
            "goesOn",
            _power_cut,
        ),
    )
}
