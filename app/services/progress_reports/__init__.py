"""Progress reports on a source for a period: gathered from the record, put into words, issued once and kept."""

from app.services.progress_reports.facts import Body, Facts, Figure, Progress, figures_of
from app.services.progress_reports.making import (
    begin,
    by_id,
    discard,
    issue,
    of_source,
    redate,
    reports,
    save_passage,
)
from app.services.progress_reports.printing import as_word, word_name
from app.services.progress_reports.showing import PLACES, Passage, Report, report, title_of

__all__ = [
    "PLACES",
    "Body",
    "Facts",
    "Figure",
    "Passage",
    "Progress",
    "Report",
    "as_word",
    "begin",
    "by_id",
    "discard",
    "figures_of",
    "issue",
    "of_source",
    "redate",
    "report",
    "reports",
    "save_passage",
    "title_of",
    "word_name",
]
