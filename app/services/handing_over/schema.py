"""The schema of what is handed over, made from the tables: JSON Schema, 2020-12."""

import ast
import inspect
from itertools import pairwise
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, Table, Time
from sqlalchemy import Enum as EnumType
from sqlmodel import SQLModel

from app.db import Instant
from app.services.handing_over.tables import is_secret, tables


def schema() -> dict[str, Any]:
    """One definition for each table: its file `tables/NAME.jsonl` holds one such object a line."""
    models = _models()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Holding to Account: everything of an office",
        "description": (
            "Each line of tables/NAME.jsonl is an object as $defs/NAME describes it. Moments are in UTC, days and "
            "times of day the office's own, all in ISO 8601. A column that ends in _id names the id of a row of "
            "another table, given as x-refers-to. The bytes of a stored_file are the file in files/ whose name "
            "begins with its id. Hashes of passwords and of secret addresses are left out."
        ),
        "$defs": {table.name: _object(table, models.get(table.name)) for table in tables()},
    }


def _models() -> dict[str, type]:
    return {
        str(mapper.local_table.name): mapper.class_  # type: ignore[attr-defined]
        for mapper in SQLModel._sa_registry.mappers  # noqa: SLF001 (it has no other name)
    }


def _said_of_columns(model: type) -> dict[str, str]:
    """What stands below each column where it is written: Python keeps only what stands below the class."""
    [written] = ast.parse(inspect.getsource(model)).body
    assert isinstance(written, ast.ClassDef)  # noqa: S101  as it is
    return {
        column.target.id: " ".join(below.value.value.split())
        for column, below in pairwise(written.body)
        if isinstance(column, ast.AnnAssign) and isinstance(column.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
        if isinstance(below.value.value, str)
    }


def _object(table: Table, model: type | None) -> dict[str, Any]:
    said = _said_of_columns(model) if model else {}
    properties = {column.name: _column(column) for column in table.columns}
    for name, words in said.items():
        properties.get(name, {}).setdefault("description", words)
    return {
        "type": "object",
        "description": " ".join((inspect.getdoc(model) or "").split()) if model else "",
        "properties": properties,
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
