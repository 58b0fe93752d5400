"""Every place of the database that can hold words, found in the tables, so that a new one is not forgotten."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, Column, String, Table, UniqueConstraint
from sqlalchemy import Enum as EnumType
from sqlmodel import AutoString

from app.db import metadata

UNTOUCHED = {
    "user_account": "who can sign in is changed under People",
    "sign_in": "the browsers of those who are signed in",
    "sign_in_attempt": "hashes of who tried to sign in",
}
"""Tables that are not looked into, and why."""
_NO_WORDS = ("sha256", "_hash", "media_type", "message_id", "writer", "claim")
"""Endings of columns that programs write and nobody reads."""

_PROGRAM_S_OWN = {
    "change": {"verb", "subject"},
    "notice": {"subject"},
    "published_action": {"last_outcome"},
    "published_passage": {"kind", "mention", "outcome"},
    "report_passage": {"place"},
    "returned_difference": {"kind", "subject", "after"},
}
"""Columns in which the program keeps a word of its own: somebody may be called Read, or Answer."""

KEPT_AS_JSON = {("publication", "content"), ("stored_reading", "reading")}
"""Columns of text that hold JSON."""

NAMES = {
    "action": "Actions",
    "action_event": "What became of actions",
    "amendment": "Amendments",
    "attendance": "Who was there",
    "change": "The history",
    "correction": "Corrections",
    "doubt": "Doubts",
    "letter": "Letters",
    "line": "Lines of minutes",
    "line_revision": "Earlier words of lines",
    "meeting": "Meetings",
    "organisation": "Organisations",
    "owner": "Owners of actions",
    "person": "People",
    "planned_question": "Planned questions",
    "private_note": "Private notes",
    "progress_update": "Progress updates",
    "publication": "Published versions",
    "recommendation": "Recommendations",
    "response": "Responses",
    "responsibility": "Lead officers",
    "section": "Headings",
    "speaker": "Speakers",
    "stored_file": "Names of files",
    "stored_reading": "Files being checked",
    "tracker": "Spreadsheets brought in",
    "withholding": "What is withheld",
}
"""What people call a table's rows."""


def name_of(table: Table) -> str:
    """The place in words."""
    return NAMES.get(table.name) or table.name.replace("_", " ").capitalize()


def texts() -> Iterator[tuple[Table, list[Column[str]]]]:
    """The tables with the columns that can hold words, JSON included."""
    for table in metadata.sorted_tables:
        columns = [column for column in table.columns if _holds_words(column)]
        if columns and table.name not in UNTOUCHED:
            yield table, columns


def _holds_words(column: Column[str]) -> bool:
    if column.primary_key or column.foreign_keys or column.name.endswith(_NO_WORDS):
        return False
    if column.name in _PROGRAM_S_OWN.get(column.table.name, ()):
        return False
    kind = column.type
    return isinstance(kind, JSON | AutoString) or (
        isinstance(kind, String) and not isinstance(kind, EnumType)
    )


def is_one_of_a_kind(column: Column[str]) -> bool:
    """Whether no two rows may hold the same there."""
    rules: list[Any] = [index for index in column.table.indexes if index.unique]
    rules += [rule for rule in column.table.constraints if isinstance(rule, UniqueConstraint)]
    return bool(column.unique) or any([one.name for one in rule.columns] == [column.name] for rule in rules)
