"""The grammar: a document, or one line that is being typed, understood."""

from app.documents.interpret.context import LineContext
from app.documents.interpret.headings import HeadingRead, read_heading
from app.documents.interpret.lines import read_line
from app.documents.interpret.people import Known
from app.documents.interpret.whole import interpret

__all__ = ["HeadingRead", "Known", "LineContext", "interpret", "read_heading", "read_line"]
