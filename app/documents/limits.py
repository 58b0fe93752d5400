"""How large a document may be before it is refused: far above any real minutes, low enough to answer at once."""

from app.errors import UnreadableDocument

MOST_BYTES = 30_000_000
"""Of an uploaded file of any kind."""
MOST_CHARACTERS = 2_000_000
"""Of the text of a document."""
MOST_LINES = 10_000
MOST_IN_A_LINE = 50_000
"""A line that is longer is no paragraph of minutes."""
MOST_PAGES = 600


def check_size(data: bytes) -> None:
    """Refuse an empty file and one that is too large to be minutes."""
    if not data:
        raise UnreadableDocument("The file is empty.")
    if len(data) > MOST_BYTES:
        raise UnreadableDocument(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB, too large to be minutes."
        )


def check_text(lines: list[str]) -> None:
    """Refuse a text with more lines, or longer ones, than minutes have."""
    if len(lines) > MOST_LINES:
        raise UnreadableDocument(f"The document has more than {MOST_LINES:,} lines, too many to be minutes.")
    if any(len(line) > MOST_IN_A_LINE for line in lines):
        raise UnreadableDocument(f"A line of the document has more than {MOST_IN_A_LINE:,} characters.")
    if sum(map(len, lines)) > MOST_CHARACTERS:
        raise UnreadableDocument(
            f"The document has more than {MOST_CHARACTERS:,} characters, too many to be minutes."
        )
