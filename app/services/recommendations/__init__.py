"""Sources, their recommendations, and everything that was asked, answered and agreed about each."""

from app.services.recommendations.describing import describe, read_day
from app.services.recommendations.finding import (
    UNNAMED,
    all_in_order,
    by_ids,
    by_reference,
    choices,
    find_or_create,
    find_or_create_source,
    find_source,
    normal_reference,
    of_source,
    source_by_id,
    source_of_section,
    sources,
)
from app.services.recommendations.importing import ImportReport, decode_csv, import_csv

__all__ = [
    "UNNAMED",
    "ImportReport",
    "all_in_order",
    "by_ids",
    "by_reference",
    "choices",
    "decode_csv",
    "describe",
    "find_or_create",
    "find_or_create_source",
    "find_source",
    "import_csv",
    "normal_reference",
    "of_source",
    "read_day",
    "source_by_id",
    "source_of_section",
    "sources",
]
