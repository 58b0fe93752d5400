"""The schema of what is handed over, made from the tables: JSON Schema, 2020-12."""

from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, Table, Time
from sqlalchemy import Enum as EnumType
from sqlmodel import SQLModel

from app.db import Instant
from app.services.handing_over.tables import is_secret, tables


def schema() -> dict[str, Any]:
    """One definition for each table: its file `tables/NAME.jsonl` holds one such object a line."""
    said = _said_of_tables()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Holding to Account: everything of an office",
        "description": (
            "Each line of tables/NAME.jsonl is an object as $defs/NAME describes it. Moments are in UTC, days and "
            "times of day the office's own, all in ISO 8601. A column that ends in _id names the id of a row of "
            "another table, given as x-refers-to. The bytes of a stored_file are the file in files/ whose name "
            "begins with its id. Hashes of passwords and of secret addresses are left out."
        ),
        "$defs": {table.name: _object(table, said.get(table.name, "")) for table in tables()},
    }


def _said_of_tables() -> dict[str, str]:
    """What the models say of themselves."""
    return {
        str(mapper.local_table.name): " ".join((mapper.class_.__doc__ or "").split())  # type: ignore[attr-defined]
        for mapper in SQLModel._sa_registry.mappers  # noqa: SLF001 (it has no other name)
    }


def _object(table: Table, description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": {column.name: _column(column) for column in table.columns},
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def _column(column: Column[Any]) -> dict[str, Any]:
    told = _kind(column)
    for key in column.foreign_keys:
        told["x-refers-to"] = f"{key.column.table.name}.{key.column.name}"
    if is_secret(column):
        told["description"] = "Left out."
    if column.nullable and told:
        if "enum" in told:
            told["enum"] = [*told["enum"], None]
        if "type" in told:
            told["type"] = [told["type"], "null"]
    return told


def _kind(column: Column[Any]) -> dict[str, Any]:
    kind = column.type
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, EnumType):
        return {"type": "string", "enum": list(kind.enums)}
    for python, told in (
        (Instant, {"type": "string", "format": "date-time"}),
        (Date, {"type": "string", "format": "date"}),
        (Time, {"type": "string", "format": "time"}),
        (Boolean, {"type": "boolean"}),
        (Integer, {"type": "integer"}),
        (Float, {"type": "number"}),
    ):
        if isinstance(kind, python):
            return dict(told)
    return {"type": "string"}
