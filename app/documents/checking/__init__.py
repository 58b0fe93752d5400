"""A reading as a person checks it: the source beside what was read, and doubts as questions with choices."""

from app.documents.checking.answering import answer, listed, read_day
from app.documents.checking.asking import KIND_NAMES, Choice, DoubtAsked, ask, said_by
from app.documents.checking.reports import ReportSheet, report_sheet
from app.documents.checking.rows import AttendeeRow, HeadingRow, LineRow, Sheet, SourceWords, changed, sheet

__all__ = [
    "KIND_NAMES",
    "AttendeeRow",
    "Choice",
    "DoubtAsked",
    "HeadingRow",
    "LineRow",
    "ReportSheet",
    "Sheet",
    "SourceWords",
    "answer",
    "ask",
    "changed",
    "listed",
    "read_day",
    "report_sheet",
    "said_by",
    "sheet",
]
