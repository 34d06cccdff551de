"""What must outlive a power cut: the journal, used codes, the desired state, and what sync has achieved.

The files of a terminal, in its state folder (`layout`):

- `log.key`: the Ed25519 key that signs checkpoints (mode 0600), unless a TPM holds the key
- `journal/`: one SQLite file per epoch, `current`, which names the epoch that is written, and `damaged`, which names
  one in which an old record was found damaged
- `spent.db`: used appointment codes and the terminal's own queue numbers
- `desired.json`: the last good desired state, as the centre signed it
- `desired-fraud.json`: the last desired state whose fraud rules could be read, where that is another
- `sync.json`: what the centre has acknowledged, and how sync fares
- `unsettled.json`: operations at the bank whose outcome is not known
- `reports/`: what sync asks the journal's owner to journal
- `status.json`: how the kiosk's process finds itself
- `complaints.count`: how many complaints this terminal named

`kiosk sync` writes `desired.json`, `sync.json` and `reports/`, the kiosk's process the others; each reads what the
other writes.

The modules:

- a record and the tree: `event`, `seal`, `tree`, `checkpoint`, `schemas`
- the journal, written by `journal`: its file `epoch`, its spare time `upkeep`, earlier files `older`, and `reader`
  beside the writer
- who believes nothing: `verify` for an epoch, `chain` for a folder, `export` with `standalone`, `proof`
- `kiosk sync`: `uplink`, its `parcel`, `visitkeys`, `heartbeat` and `troubles`, over the `wire`; `syncstate`
- what the centre wants: `desired`, its `fields` and `fraud_rules`
- the terminal's certificate: `enrolment`, `slip`, `identity`
- and `callbacks`, `counter`, `files`, `spent`, `unsettled`, `status`
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """Where the record's files lie."""

    log_key: Path
    journal: Path
    spent: Path
    desired: Path
    sync: Path
    reports: Path
    status: Path
    complaints: Path
    unsettled: Path


def layout(state: Path) -> Layout:
    """The files in this state folder."""
    return Layout(
        log_key=state / "log.key",
        journal=state / "journal",
        spent=state / "spent.db",
        desired=state / "desired.json",
        sync=state / "sync.json",
        reports=state / "reports",
        status=state / "status.json",
        complaints=state / "complaints.count",
        unsettled=state / "unsettled.json",
    )
