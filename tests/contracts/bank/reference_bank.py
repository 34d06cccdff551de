"""The reference: `HttpBank` over TLS to the centre with its embedded core."""

from __future__ import annotations

import re
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import uvicorn
from sqlalchemy import Connection, update

from central import tables
from central.app import create_app
from central.bank.people import settle
from central.bank.sessions import Bound
from central.sealing import Act
from central.serve import _listen
from central.service import Service
from central.tls import MutualTlsProtocol, server_context
from drivers.bank_http import HttpBank
from kiosk.core.banking import Identified, Session
from kiosk.core.identity import Authenticity, DocumentKind
from kiosk.core.secondfactor import ToConfirm

KIOSK, BRANCH = "0571-3", "0571"
_OURS = (
    "customer",
    "account",
    "bank",
    "posting",
    "card",
    "spending",
    "statement",
    "take",
    "one_time",
    "code",
    "message",
    "payee",
    "payment",
    "blocked",
)


class Codes:
    """Proofs as whoever sends codes gives them: each good once, for one thing."""

    def __init__(self) -> None:
        self._good: set[tuple[str, str]] = set()

    def give(self, confirm: ToConfirm) -> str:
        proof = f"proof-{uuid4()}"
        self._good.add((confirm.digest(), proof))
        return proof

    def spend(self, connection: Connection, bound: Bound, confirm: ToConfirm, proof: str) -> bool:
        told = (confirm.digest(), proof)
        found = told in self._good
        self._good.discard(told)
        return found


class ReferenceDesk:
    """The centre's invented customers."""

    new_card_expiry = "1131"
    name = "陈示例"
    payee_name, payee_account, close_name = "欧阳样本", "6217000000000122423", "欧阳样品"
    strange_name, blocked_account = "张不同", "6217000000000099998"

    def __init__(self, service: Service, bank: HttpBank) -> None:
        self.service, self.bank, self.codes = service, bank, Codes()
        service.bank.proofs = self.codes

    def customer(self, visit: str) -> Identified:
        return _identified(visit, DocumentKind.CN_RESIDENT_ID, "100001199003070110", "陈示例")

    def other(self, visit: str) -> Identified:
        return _identified(visit, DocumentKind.TD1, "D23145890", "NORDQVIST")

    def blocked(self, visit: str) -> Identified:
        return _identified(visit, DocumentKind.CN_RESIDENT_ID, "100001198806150750", "王他人")

    def stranger(self, visit: str) -> Identified:
        return _identified(visit, DocumentKind.TD3, "UT7301946", "VAN HALDER")

    def fresh(self) -> None:
        def work(connection: Connection) -> None:
            for table in reversed(tables.metadata.sorted_tables):
                if table.name.startswith(_OURS):
                    connection.execute(table.delete())

        self.service.store.change(work)
        settle(self.service.bank, self.service.clock(), days=75)

    def proof(self, session: Session, confirm: ToConfirm) -> str | None:
        return self.codes.give(confirm)

    def code(self, phone: str | None = None) -> str | None:
        texts = [sent.message for sent in self.service.messages.sent() if phone in (None, sent.message.to)]
        found = re.search(r"\b[0-9]{6}\b", texts[-1].text) if texts else None
        return found[0] if found else None

    def decide(self, card_id: str, *, release: bool) -> bool:
        (waiting,) = self.service.bank.open_releases()
        self.service.bank.decide_release(waiting.number, Act("officer", None, self.service.clock()), release=release)
        return True

    def expire(self, card_id: str) -> bool:
        late = update(tables.card_release).where(tables.card_release.c.card == card_id)
        over = late.values(expires=self.service.clock())
        self.service.store.change(lambda connection: connection.execute(over))
        return True


@contextmanager
def reference() -> Iterator[ReferenceDesk]:
    """The service on a free port of this machine, in a thread of its own."""
    with tempfile.TemporaryDirectory() as folder, Service(Path(folder) / "central") as service:
        service.enrol(KIOSK, BRANCH, Path(folder) / KIOSK, days=1)
        context = server_context(*service.authority.server({"127.0.0.1"}), service.authority.path)
        options: dict[str, Any] = {"http": MutualTlsProtocol, "ssl_context_factory": lambda *_: context}
        listening = _listen(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(create_app(service), ws="none", log_config=None, **options))
        thread = threading.Thread(target=server.run, args=([listening],), name="reference bank")
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        files = {name: Path(folder) / KIOSK / file for name, file in _FILES.items()}
        bank = HttpBank(f"https://127.0.0.1:{listening.getsockname()[1]}", BRANCH, **files)
        try:
            yield ReferenceDesk(service, bank)
        finally:
            bank.close()
            server.should_exit = True
            thread.join()


_FILES = {"ca": "ca.pem", "certificate": "kiosk.pem", "key": "kiosk.key"}


def _identified(visit: str, kind: DocumentKind, number: str, name: str) -> Identified:
    return Identified(visit, kind, number, name, Authenticity.PRINT, face_accepted=True)
