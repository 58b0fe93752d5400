"""What is different between minutes as they were written to Word and a file of them that people edited."""

from app.documents.differences.finding import differences
from app.documents.differences.outline import Outline, outline
from app.documents.differences.parts import Block, Difference, What, under

__all__ = ["Block", "Difference", "Outline", "What", "differences", "outline", "under"]
