"""What a report about recommendations is about, what bodies it names, and what it lists."""

from app.documents.interpret.reported_on import read_about
from app.documents.interpret.reports import read_recommendations
from app.documents.minutes import Reading, SourceRead
from app.errors import RuleBroken


def set_about(reading: Reading, about: SourceRead, *, bodies: dict[str, str]) -> None:
    """Say which report a progress report is about, and what the bodies that it names are called."""
    minutes = reading.minutes
    if not about.short_name:
        raise RuleBroken("Give the report a short name, such as the initials it is known by.")
    was, name = minutes.about, about.short_name
    minutes.bodies = {words: called for words, called in bodies.items() if called and called != words}
    minutes.about = about
    for part in minutes.parts:
        if part.recommendations and (part.source is None or (was and part.source == was.short_name)):
            part.source = name


def read_again(reading: Reading) -> None:
    """What a report lists follows the headings and lines as they are corrected; minutes list nothing."""
    reading.minutes.recommendations = read_recommendations(reading.minutes)
    if reading.minutes.recommendations and reading.minutes.about is None:
        reading.minutes.about = read_about(reading.minutes)
