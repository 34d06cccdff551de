"""Figures for those who run the service (Prometheus): nothing personal, no name of a kiosk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection, case, func, select

from central import tables
from central.ledger import Ledger
from central.service import BACKED_UP, Service

_SECONDS: Final = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 40.0)
_HEARD: Final = ((120, "2m"), (900, "15m"), (86_400, "1d"))
"""Ages of heartbeats: a terminal sends one each minute."""


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self, service: Service) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "kiosk_central_requests", "Requests answered", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "kiosk_central_request_seconds", "Time to answer", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self._refused = Counter(
            "kiosk_central_refused", "Requests refused (4xx, 5xx)", ("status",), registry=self.registry
        )
        self.batches = Counter("kiosk_central_batches", "Batches acknowledged, repeats too", registry=self.registry)
        self.records = Counter(
            "kiosk_central_records", "Records of acknowledged batches, repeats too", registry=self.registry
        )
        self.groups = Histogram(
            "kiosk_central_group_size",
            "Batches committed together",
            buckets=(1, 2, 4, 8, 16, 32, 64),
            registry=self.registry,
        )
        self._queue = Gauge("kiosk_central_queue_depth", "Batches that wait to be committed", registry=self.registry)
        self._known: dict[tuple[str, str | None, int], tuple[Counter, Histogram]] = {}
        self.registry.register(_Database(service))

    def watch(self, ledger: Ledger) -> None:
        """Count what a ledger does."""
        self._queue.set_function(ledger.waiting)
        ledger.grouped = self.groups.observe

    def answered(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Count an answer. Unknown paths count as one, or anybody could make series without end."""
        of = (method if route else "none", route, status)
        known = self._known.get(of)
        if known is None:
            name = route or "none"
            known = self._requests.labels(of[0], name, str(status)), self._seconds.labels(name)
            self._known[of] = known
        requests, took = known
        requests.inc()
        took.observe(seconds)
        if status >= 400:
            self._refused.labels(str(status)).inc()


class _Database(Collector):
    """What the database says at the moment it is asked."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering asks no database."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Count; nothing where the database does not answer, which `/readyz` says."""
        with self._service.store.read() as connection:
            yield from (self._kiosks(connection), *_kept(connection))
        mark = self._service.data / BACKED_UP
        backup = GaugeMetricFamily("kiosk_central_last_backup_timestamp_seconds", "When the last backup was begun")
        if mark.exists():
            backup.add_metric([], mark.stat().st_mtime)
        yield backup

    def _kiosks(self, connection: Connection) -> Metric:
        now = self._service.clock()
        heard = tables.heartbeat.c.at
        within = [(heard > now - timedelta(seconds=age), name) for age, name in _HEARD]
        age = case(*within, (heard.is_not(None), "longer"), else_="never")
        query = select(age, func.count()).select_from(tables.kiosk.outerjoin(tables.heartbeat)).group_by(age)
        counted = {str(row[0]): float(row[1]) for row in connection.execute(query)}
        family = GaugeMetricFamily(
            "kiosk_central_kiosks", "Terminals by when they were last heard of", labels=["heard"]
        )
        for name in (*(name for _, name in _HEARD), "longer", "never"):
            family.add_metric([name], counted.get(name, 0.0))
        return family


def _kept(connection: Connection) -> Iterator[Metric]:
    quarantine = GaugeMetricFamily("kiosk_central_quarantined", "Bodies in quarantine")
    quarantine.add_metric([], connection.execute(select(func.count()).select_from(tables.quarantine)).scalar_one())
    yield quarantine
    alarms = GaugeMetricFamily("kiosk_central_alarms", "Alarms raised, by kind", labels=["kind"])
    kinds = select(tables.alarm.c.kind, func.count()).group_by(tables.alarm.c.kind)
    for kind, count in connection.execute(kinds):
        alarms.add_metric([kind], count)
    yield alarms
