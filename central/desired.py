"""The signed desired state of each kiosk: branch, services, token keys and fraud notices.

Documents are made and signed when their content changes, or half of their life is over, and then kept: a version is
one document. A version is the POSIX time at which it was made, or one more than the last: it rises even where the
service was restored from an older copy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from central import tables
from central.keys import BankKeys
from central.store import Store, put
from kiosk.record import desired


@dataclass(frozen=True)
class Publisher:
    """Signs desired states that are valid for `days`."""

    keys: BankKeys
    days: int

    def refresh(self, connection: Connection, kiosk: str, now: datetime) -> bool:
        """Make a new version where one is due. Returns whether it was."""
        # A version is one document: who else makes one of this kiosk waits.
        connection.execute(select(tables.kiosk).where(tables.kiosk.c.kiosk == kiosk).with_for_update(key_share=True))
        content = self._content(connection, kiosk)
        digest = sha256(json.dumps(content, sort_keys=True).encode()).digest()
        held = connection.execute(select(tables.desired).where(tables.desired.c.kiosk == kiosk)).one_or_none()
        if held and bytes(held.content) == digest and not self._worn(held.not_after, now):
            return False
        version = max(int(now.timestamp()), held.version + 1 if held else 0)
        not_after = now + timedelta(days=self.days)
        until = not_after.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        payload = {"version": version, "kiosk": kiosk, "not_after": until, **content}
        row = {
            "kiosk": kiosk,
            "version": version,
            "content": digest,
            "not_after": not_after,
            "document": desired.sign(payload, self.keys.desired_name, self.keys.desired),
        }
        put(connection, tables.desired, row, replace=True)
        return True

    def refresh_all(self, connection: Connection, now: datetime) -> None:
        """`refresh` for every kiosk; to be called where something of the content was changed."""
        for kiosk in connection.execute(select(tables.kiosk.c.kiosk).order_by("kiosk")).scalars().all():
            self.refresh(connection, kiosk, now)

    def current(self, store: Store, kiosk: str, now: datetime) -> tuple[int, bytes]:
        """The version and the document that a kiosk is to have."""
        query = select(tables.desired).where(tables.desired.c.kiosk == kiosk)
        with store.read() as connection:
            held = connection.execute(query).one_or_none()
        if held is None or self._worn(held.not_after, now):
            store.change(lambda connection: self.refresh(connection, kiosk, now))
            with store.read() as connection:
                held = connection.execute(query).one()
        return held.version, bytes(held.document)

    def _worn(self, not_after: datetime, now: datetime) -> bool:
        return not_after - now < timedelta(days=self.days) / 2

    def _content(self, connection: Connection, kiosk: str) -> dict[str, Any]:
        branch = connection.execute(select(tables.branch).join(tables.kiosk).where(tables.kiosk.c.kiosk == kiosk)).one()
        services = connection.execute(select(tables.service).order_by(tables.service.c.prefix)).all()
        notices = connection.execute(select(tables.notice).order_by(tables.notice.c.id)).all()
        return {
            "branch": {"id": branch.id, "names": branch.names},
            "services": [{"id": row.id, "names": row.names} for row in services],
            "token_keys": self.keys.token_jwks,
            "fraud_notices": [
                {"id": row.id, "version": row.version, "services": row.services, "texts": row.texts} for row in notices
            ],
        }
