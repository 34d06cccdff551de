"""Many kiosks, duplicates, lost answers, services that die under them or stand side by side: every record once."""

from __future__ import annotations

import contextlib
import json
import random
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from ssl import PEM_cert_to_DER_cert

import pytest
import requests
from central_desk import Journal
from central_process import Process, run

from kiosk.core import entries

_PATIENCE_S = 160.0
_GONE = requests.RequestException  # also in the middle of an answer


class Centre:
    """A service process on an address of its own, spoken to as by a TLS proxy; it can be cut off and started again."""

    def __init__(self, folder: Path, database: str | None) -> None:
        self._folder, self._database, self._port = folder, database, 0
        self.start()

    def __enter__(self) -> Centre:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stop()

    def start(self) -> None:
        port = str(self._port)
        self._process = Process(
            self._folder / "data", "--behind-proxy", "127.0.0.1", "--port", port, database=self._database
        )
        self.url = self._process.url
        self._port = int(self.url.rpartition(":")[2])

    def cut_off(self) -> None:
        self._process.kill()


@dataclass
class Kiosk:
    """Sends its journal in small batches until all is acknowledged, repeats some, and forgets some answers."""

    journal: Journal
    certificate: str
    records: int
    acked: int = 0
    chance: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        visit = f"v-{self.journal.kiosk}"
        self.journal.append(entries.VisitBegan("zh_CN"), visit=visit)
        while len(self.journal.bodies) < self.records:
            self.journal.append(entries.ScreenShown("screen", "zh_CN"), visit=visit)

    def send_all(self, centres: list[Centre]) -> None:
        until = time.monotonic() + _PATIENCE_S
        with requests.Session() as web:
            web.trust_env = False
            while self.acked < self.records:
                assert time.monotonic() < until, "the centre did not take it all in time"
                last = min(self.acked + self.chance.randint(1, 9), self.records)
                answer = self.post(web, self.chance.choice(centres), self.acked + 1, last)
                if answer is None or self.chance.random() < 0.05:
                    continue  # no answer came: the same again
                assert answer["acked"] >= last
                self.acked = answer["acked"]
                if self.chance.random() < 0.05:
                    first = self.chance.randint(1, self.acked)
                    self.post(web, self.chance.choice(centres), first, self.acked)

    def post(self, web: requests.Session, centre: Centre, first: int, last: int) -> dict[str, int] | None:
        _, path, told = self.journal.request(first, last)
        headers = {**told["headers"], "Client-Cert": self.certificate}
        try:
            answer = web.post(centre.url + path, data=told["content"], headers=headers, timeout=10)
        except _GONE:
            time.sleep(0.05)
            return None
        if answer.status_code == 503:
            return None
        assert answer.status_code == 200, answer.text
        found: dict[str, int] = answer.json()
        return found


def fleet(folder: Path, database: str | None, count: int, records: int) -> list[Kiosk]:
    names = [f"0571-{number}" for number in range(count)]
    given = [] if database is None else ["--database", database]
    out = folder / "out"
    assert run("enrol", "--data", str(folder / "data"), *given, "--out", str(out), "--kiosk", *names).returncode == 0

    def certificate(name: str) -> str:
        pem = (out / name / "kiosk.pem").read_text(encoding="ascii")
        return f":{b64encode(PEM_cert_to_DER_cert(pem)).decode()}:"

    return [
        Kiosk(Journal(kiosk=name, epoch="e1"), certificate(name), records, chance=random.Random(name)) for name in names
    ]


def held(folder: Path, database: str | None) -> dict[str, tuple[int, str]]:
    """What `fsck` finds: the records and the root of each kiosk's journal, every tree sound."""
    given = [] if database is None else ["--database", database]
    checked = json.loads(run("fsck", "--data", str(folder / "data"), *given, "--json").stdout)
    assert checked["ok"], checked
    return {found["kiosk"]: (found["records"], found["recomputed_root"]) for found in checked["journals"]}


def expected(kiosks: list[Kiosk]) -> dict[str, tuple[int, str]]:
    return {kiosk.journal.kiosk: (kiosk.acked, b64encode(kiosk.journal.frontier().root()).decode()) for kiosk in kiosks}


@contextlib.contextmanager
def sending(kiosks: list[Kiosk], centres: list[Centre]) -> Iterator[None]:
    """All kiosks send meanwhile; at the end all have sent everything."""
    with ThreadPoolExecutor(len(kiosks)) as threads:
        done = [threads.submit(kiosk.send_all, centres) for kiosk in kiosks]
        yield
        for future in done:
            future.result()


def hammer(folder: Path, database: str | None, count: int, records: int, cuts: int) -> None:
    kiosks = fleet(folder, database, count, records)
    with Centre(folder, database) as centre, sending(kiosks, [centre]):
        for cut in range(1, cuts + 1):
            share = count * records * cut / (cuts + 1)
            while sum(kiosk.acked for kiosk in kiosks) < share:
                time.sleep(0.005)
            centre.cut_off()
            centre.start()
    assert sum(kiosk.acked for kiosk in kiosks) == count * records
    assert held(folder, database) == expected(kiosks)


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_a_large_fleet_is_taken_in_though_the_centre_is_cut_off_again_and_again(
    tmp_path: Path, database: str | None
) -> None:
    hammer(tmp_path, database, count=20, records=600, cuts=4)


def test_two_services_on_one_postgresql_take_each_batch_once_and_in_order(tmp_path: Path, postgresql: str) -> None:
    """Batches of one kiosk go to either, duplicates to both at once; one of the two is cut off."""
    database = postgresql
    kiosks = fleet(tmp_path, database, 4, 60)
    with Centre(tmp_path, database) as one, Centre(tmp_path, database) as other:
        with sending(kiosks, [one, other]):
            while sum(kiosk.acked for kiosk in kiosks) < 90:
                time.sleep(0.005)
            one.cut_off()
            one.start()
        kiosk = kiosks[0]
        kiosk.journal.append(*[entries.ScreenShown("more", "en")] * 20)

        def same(centre: Centre) -> dict[str, int] | None:
            with requests.Session() as web:
                web.trust_env = False
                return kiosk.post(web, centre, kiosk.records + 1, kiosk.records + 20)

        with ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(same, [one, other] * 3))
    assert [answer and answer["acked"] for answer in answers] == [kiosk.records + 20] * 6
    kiosk.acked += 20
    assert held(tmp_path, database) == expected(kiosks)
