"""The real program over real HTTPS: certificates on both sides, a stop that loses nothing, a data folder shared with
its own commands."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from central_desk import HOLDER, Journal
from central_process import Process, run, run_alone

from drivers.bank_http import HttpBank
from kiosk.core.appointment import QueueTicket
from kiosk.core.ports import BankRefusal, CheckInRequest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bank")


@pytest.fixture(scope="module")
def central(folder: Path) -> Iterator[Process]:
    process = Process(folder / "data")
    for kiosk in ("0571-3", "0571-4"):
        assert run("enrol", "--data", str(process.data), "--kiosk", kiosk, "--out", str(folder / kiosk)).returncode == 0
    yield process
    assert process.stop() == 0


@pytest.fixture
def web(folder: Path) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(folder / "0571-3" / "ca.pem")
        session.cert = (str(folder / "0571-3" / "kiosk.pem"), str(folder / "0571-3" / "kiosk.key"))
        yield session


def post(web: requests.Session, url: str, journal: Journal) -> requests.Response:
    _, path, told = journal.request()
    return web.post(url + path, data=told["content"], headers=told["headers"], timeout=10)


def test_nobody_enters_without_a_certificate_of_the_authority(central: Process, folder: Path, tmp_path: Path) -> None:
    def get(path: str = "/v1/kiosks/0571-3/desired", **options: Any) -> requests.Response:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(central.url + path, timeout=10, **options)

    ours = folder / "0571-3"
    assert (
        run("enrol", "--data", str(tmp_path / "x"), "--kiosk", "0571-3", "--out", str(tmp_path / "y")).returncode == 0
    )
    stranger = (str(tmp_path / "y" / "kiosk.pem"), str(tmp_path / "y" / "kiosk.key"))
    with pytest.raises((requests.ConnectionError, requests.exceptions.SSLError)):
        get(verify=str(ours / "ca.pem"), cert=stranger)
    with pytest.raises(requests.exceptions.SSLError):
        get(verify=str(tmp_path / "y" / "ca.pem"), cert=(str(ours / "kiosk.pem"), str(ours / "kiosk.key")))
    assert get(verify=str(ours / "ca.pem")).status_code == 401
    assert get("/healthz", verify=str(ours / "ca.pem")).status_code == 204
    assert get(verify=str(ours / "ca.pem"), cert=(str(ours / "kiosk.pem"), str(ours / "kiosk.key"))).status_code == 200


def test_old_tls_is_not_spoken(central: Process, folder: Path) -> None:
    context = ssl.create_default_context(cafile=str(folder / "0571-3" / "ca.pem"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    port = int(central.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="localhost")


def test_the_certificate_says_which_kiosk_asks(central: Process, web: requests.Session) -> None:
    assert web.get(f"{central.url}/v1/kiosks/0571-3/desired", timeout=10).status_code == 200
    assert web.get(f"{central.url}/v1/kiosks/0571-4/desired", timeout=10).status_code == 403
    assert web.get(f"{central.url}/readyz", timeout=10).status_code == 204


def test_a_customer_checks_in_over_the_wire(central: Process, folder: Path) -> None:
    """Seeded while the service runs."""
    seeded = run("seed", "--data", str(central.data), "--branch", "0571", "--holder", HOLDER)
    codes = {row["name"]: row["code"] for row in json.loads(seeded.stdout)["appointments"]}
    ours = folder / "0571-3"
    bank = HttpBank(central.url, "0571", ca=ours / "ca.pem", certificate=ours / "kiosk.pem", key=ours / "kiosk.key")

    def check_in(name: str, visit: str) -> object:
        return bank.check_in(CheckInRequest(codes[name], visit, "cn-resident-id", True))

    assert check_in("valid", "v1") == QueueTicket("C001", "transfer", "3", 0)
    assert check_in("valid", "v1") == QueueTicket("C001", "transfer", "3", 0)
    assert check_in("valid", "v2") is BankRefusal.ALREADY_CHECKED_IN
    assert check_in("cancelled", "v2") is BankRefusal.CANCELLED
    assert check_in("forged", "v3") is BankRefusal.UNKNOWN
    assert bank.pager.call("v1", "help", "ticket") == "1"
    assert bank.pager.call(None, "help", "attract") == "2"
    bank.close()

    report = json.loads(run("report", "--data", str(central.data), "--json").stdout)
    assert report["check_ins"] == {"by_bank": 1, "by_terminal": 0}
    assert report["calls"]["paged"] == 2
    for secret in (HOLDER, *codes.values()):
        assert secret not in central.log


def test_one_service_has_the_folder(central: Process) -> None:
    second = run_alone("serve", "--data", str(central.data))
    assert (second.returncode, second.stdout) == (1, "")
    assert run("rebuild", "--data", str(central.data)).returncode == 1


def test_a_restart_keeps_the_journal_though_a_client_holds_its_connection(tmp_path: Path) -> None:
    central = Process(tmp_path / "data")
    assert json.loads((tmp_path / "data" / "endpoint.json").read_text(encoding="utf-8")) == {"url": central.url}
    run("enrol", "--data", str(central.data), "--kiosk", "0571-3", "--out", str(tmp_path / "out"))
    journal = Journal()
    with requests.Session() as web:
        web.trust_env = False
        web.verify = str(tmp_path / "out" / "ca.pem")
        web.cert = (str(tmp_path / "out" / "kiosk.pem"), str(tmp_path / "out" / "kiosk.key"))
        first = post(web, central.url, journal)
        assert first.json()["acked"] == 1
        assert central.stop() == 0
        assert not (tmp_path / "data" / "endpoint.json").exists()

        central = Process(tmp_path / "data")
        assert post(web, central.url, journal).json() == first.json()
        held = web.get(f"{central.url}/v1/kiosks/0571-3/epochs/{journal.epoch}", timeout=10).json()
        assert held["root"] == held["recomputed_root"]
    assert central.stop() == 0

    checked = run("fsck", "--data", str(central.data), "--json")
    assert checked.returncode == 0
    told = json.loads(checked.stdout)
    assert told["ok"]
    assert [found["records"] for found in told["journals"]] == [1]
    assert run("rebuild", "--data", str(central.data)).stdout == "1 records read\n"


def test_misuse_is_told(tmp_path: Path) -> None:
    assert run("enrol", "--data", str(tmp_path), "--kiosk", "a/b", "--out", str(tmp_path)).returncode == 2
    assert run("enrol", "--data", str(tmp_path), "--kiosk", "lonely", "--out", str(tmp_path)).returncode == 2
    assert run("seed", "--data", str(tmp_path), "--branch", "x", "--holder", "1", "--now", "2026-01-01").returncode == 2
    (tmp_path / "central.toml").write_text("what = 1", encoding="utf-8")
    told = run("report", "--data", str(tmp_path))
    assert told.returncode == 1
    assert "what" in told.stderr
