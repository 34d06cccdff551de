"""Citus (an extension of PostgreSQL): the tables spread over several nodes, by kiosk.

What belongs to a kiosk is distributed by its name, and so all of it lies on one node: a batch is a transaction of one
node. What every kiosk needs is a reference table, whole on every node. Citus demands that the key of a distributed
table contains the column it is distributed by, and that it refers to reference tables or to its own kiosk's rows only.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table

from central.store import Store
from central.tables import kiosk, metadata

_BY: Final = "kiosk"


class NoCitusError(Exception):
    """The database is no Citus."""


def distributed() -> list[Table]:
    """The tables that are spread: those whose key begins with the kiosk, but for the list of kiosks itself."""
    return [
        table for table in metadata.sorted_tables if table is not kiosk and next(iter(table.primary_key)).name == _BY
    ]


def reference() -> list[Table]:
    """The tables that are whole on every node, those first that others refer to."""
    spread = distributed()
    return [table for table in metadata.sorted_tables if table not in spread]


def statements() -> list[str]:
    """What makes them so, in order."""
    spread = distributed()
    first, *rest = (table.name for table in spread)
    return [
        *(f"SELECT create_reference_table('{table.name}')" for table in reference()),
        f"SELECT create_distributed_table('{first}', '{_BY}')",
        *(f"SELECT create_distributed_table('{name}', '{_BY}', colocate_with => '{first}')" for name in rest),
    ]


def distribute(store: Store) -> None:
    """Spread the tables of a Citus database; its services rest meanwhile. Raises `NoCitusError`."""
    if not store.shared:
        raise NoCitusError("SQLite is one file; --database names a Citus")
    with store.write() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM pg_extension WHERE extname = 'citus'").scalar_one()
        if not found:
            raise NoCitusError("the extension citus is not in this database (CREATE EXTENSION citus)")
        for statement in statements():
            connection.exec_driver_sql(statement)
