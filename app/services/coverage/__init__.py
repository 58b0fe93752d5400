"""Coverage: recommendations by meetings, and what each meeting did about each; what was never asked shows at once."""

from app.services.coverage.gathering import MEETINGS, ROWS, coverage
from app.services.coverage.parts import Cell, Coverage, Row

__all__ = ["MEETINGS", "ROWS", "Cell", "Coverage", "Row", "coverage"]
