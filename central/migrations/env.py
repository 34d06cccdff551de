"""Alembic's entry: it migrates the connection it is given (`central.store.migrations`)."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from central.tables import Utc, metadata


def render(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """A migration names plain types: it must run however `central.tables` changes."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, Utc) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
