"""The benchmarks of the record answer in the agreed form, and count every record once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import requests
import zstandard

from kiosk.bench import day, sync
from kiosk.bench.journal import PEER, appended
from kiosk.bench.report import in_rounds, report
from kiosk.bench.sink import Sink

ROW = {"what", "value", "unit", "low", "high", "peer", "peer_value", "ratio"}


@pytest.mark.parametrize(("what", "count"), [("durable append", 1), ("group append", 128)])
def test_appends_are_measured_in_turns_with_raw_ones(tmp_path: Path, what: str, count: int) -> None:
    answer = json.loads(json.dumps(report("journal", appended(what, count, tmp_path / "j", 2, 0.05))))
    row, used = answer["results"]
    assert set(row) == set(used) == ROW
    assert (used["what"], used["unit"]) == (f"{what}: processor", "µs a record")
    assert 0 < used["value"] < 1e5
    assert (row["what"], row["peer"]) == (what, PEER)
    assert 0 < row["low"] <= row["value"] <= row["high"]
    assert row["ratio"] > 0
    assert answer["machine"]["load"] >= 0
    assert list(tmp_path.iterdir()) == []


def test_the_day_tells_what_it_takes_of_a_core_and_of_the_disk(tmp_path: Path) -> None:
    found = {row.what.removeprefix("everyday: "): row for row in day.run(tmp_path / "day", 0.1)}
    assert set(found) == {"share of one core", "of this the sync's", "requests to the centre", "disk before retention"}
    assert 0 < found["of this the sync's"].value < found["share of one core"].value < 100
    assert found["disk before retention"].value > 1


def test_a_drain_counts_every_record_once_and_names_a_peer_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    answer = json.loads(json.dumps(sync.measured(tmp_path, rounds=1, records=600)))
    assert answer["left_out"] == ["syslog-ng: peer not installed"]
    assert [(row["what"], row["peer"]) for row in answer["results"]] == [("drain", None), ("drain with keys", None)]
    assert all(row["value"] > 0 for row in answer["results"])


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("syslog-ng") is None, reason="syslog-ng is not installed")
def test_a_drain_is_measured_beside_syslog_ng(tmp_path: Path) -> None:
    answer = sync.measured(tmp_path, rounds=1, records=600)
    assert "left_out" not in answer
    assert {row["peer"] for row in answer["results"]} == {sync.PEER}


def test_the_sink_takes_every_shipper_and_counts_what_comes_twice() -> None:
    body = b'[{"sequence":"0000000001"},{"sequence":"0000000002"}]'
    sink = Sink()
    try:
        with requests.Session() as web:
            web.trust_env = False
            url = f"http://127.0.0.1:{sink.port}"
            told = web.put(f"{url}/v1/kiosks/bench/keys", data=b"{}", timeout=10).json()
            assert told == {"conflict": [], "erased": []}
            assert web.get(f"{url}/v1/kiosks/bench/desired", timeout=10).status_code == 404
            packed = zstandard.compress(body)
            headers = {"Content-Encoding": "zstd", "Checkpoint": "b3JpZ2luCjIKcm9vdD0KCg=="}
            told = web.post(f"{url}/events", data=packed, headers=headers, timeout=10).json()
            assert (told["acked"], told["root"]) == (2, "root=")
            chunked = web.post(f"{url}/_bulk", data=iter([body[:20], body[20:]]), timeout=10).json()
            assert len(chunked["items"]) == 2
        told = sink.tally()
        assert (told["requests"], told["records"], told["distinct"]) == (2, 4, 2)
        assert told["s"] > 0
    finally:
        sink.close()


def test_a_ratio_over_rounds_is_the_median_of_their_ratios() -> None:
    row = in_rounds("rate", [10.0, 200.0, 30.0], unit="records/s", against=("peer", [10.0, 100.0, 10.0]))
    assert (row.value, row.peer_value, row.ratio) == (30, 10, 2)
    with pytest.raises(ValueError, match="measured"):
        in_rounds("rate", [], unit="records/s", against=("peer", []))
