"""Runs the migrations. The caller hands over its connection; see `app.db.migrate`."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeEngine

import app.models  # noqa: F401 (so that every table is known)
from app.db import Instant, metadata


def render_item(what: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that an old migration never imports the product of today."""
    if what != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, TypeEngine) and type(item).__module__.startswith("sqlmodel"):
        length = getattr(item, "length", None)
        return f"sa.String(length={length})" if length else "sa.String()"
    if type(item).__name__ == "Enum":
        return f"sa.String(length={item.length})"
    return False


def compare_type(_migration: Any, _inspected: Any, _column: Any, _there: Any, ours: Any) -> bool | None:
    """Types of our own read back as plain ones; they are the same when what they stand on is."""
    if isinstance(ours, Instant) or type(ours).__name__ == "Enum":
        return False
    return None


def include_object(_item: Any, name: str | None, _type: str, _reflected: bool, _compare_to: Any) -> bool:
    """Leave the search tables alone: each database keeps them in its own way, outside the models."""
    return not (name or "").startswith(("search_", "ix_search_"))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
    compare_type=compare_type,
    include_object=include_object,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
