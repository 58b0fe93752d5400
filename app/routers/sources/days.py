"""Days as the forms of reports, recommendations and steps send them."""

from datetime import date

from app.errors import RuleBroken
from app.services import recommendations


def day_in(name: str, words: str, errors: dict[str, str], *, missing: str = "") -> date | None:
    """The day a field holds; what is wrong with it goes among the errors, and `missing` where one is needed."""
    try:
        found = recommendations.read_day(words)
    except RuleBroken:
        found = None
        errors[name] = "Give the day as day, month and year, or leave it empty."
    if found is None and missing:
        errors[name] = missing
    return found
