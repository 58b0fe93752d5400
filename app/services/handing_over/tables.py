"""What is handed over, table by table: found in the models, so that a new table is never forgotten."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, Table, Time
from sqlalchemy import Enum as EnumType
from sqlmodel import AutoString

from app.db import Instant, metadata

LEFT_OUT = {
    "sign_in": "open sessions, which end with the server that holds them",
    "sign_in_attempt": "attempts to sign in of the last hours",
    "calendar": "secret addresses of calendars: whoever uses one makes it anew",
    "public_state": "a counter for caches, which each office counts for itself",
    "file_bytes": "the files themselves, which stand in the folder files",
}
"""Tables whose rows are not handed over, and why."""


def tables() -> list[Table]:
    """The tables handed over, each after those it points to."""
    return [table for table in metadata.sorted_tables if table.name not in LEFT_OUT]


def is_secret(column: Column[Any]) -> bool:
    """A password's or a secret address's hash: never handed over. By name, so that a new one is caught too."""
    return column.name.endswith(("password_hash", "secret_hash", "token_hash"))


def points_to_itself(table: Table) -> list[str]:
    """Columns that name another row of the same table, which may come later."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def to_plain(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON holds it: moments in UTC and days as ISO 8601 writes them, secrets left out."""
    return {column.name: _plain(column, row) for column in table.columns}


def _plain(column: Column[Any], row: Mapping[str, Any]) -> Any:
    value = row[column.name]
    if is_secret(column):
        # One of its own for each row: some of these columns hold no value twice.
        return f"left out {row['id']}" if value else value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value


def from_plain(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row again. Raises ValueError or TypeError for what no row of this table can be."""
    if set(row) != set(table.columns.keys()):
        odd = sorted(set(row) ^ set(table.columns.keys()))
        raise ValueError(f"the columns {', '.join(odd)} are not those of this version")
    return {column.name: _value(column, row[column.name]) for column in table.columns}


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    kind = column.type.impl_instance if isinstance(column.type, AutoString) else column.type
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    if isinstance(kind, EnumType) and kind.enum_class is not None:
        return kind.enum_class(value)
    if not isinstance(kind, JSON) and not isinstance(value, kind.python_type):
        raise TypeError(f"{column.name} is not {kind.python_type.__name__}")
    return value


def as_line(row: Mapping[str, Any]) -> str:
    """One row as one line of a .jsonl file, always the same for the same row."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def numbered(table: Table) -> Column[Any] | None:
    """The column that the database counts by itself, if the table has one."""
    keys = list(table.primary_key.columns)
    return (
        keys[0] if len(keys) == 1 and isinstance(keys[0].type, Integer) and not keys[0].foreign_keys else None
    )


def in_order(table: Table) -> Iterator[Column[Any]]:
    """What rows are ordered by, so that the same office writes the same file."""
    return iter(table.primary_key.columns)
