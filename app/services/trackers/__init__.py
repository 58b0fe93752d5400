"""Trackers: the register going out as a spreadsheet, and an office's old spreadsheet coming in."""

from app.services.trackers.writing import XLSX, as_csv, as_xlsx, harmless

__all__ = ["XLSX", "as_csv", "as_xlsx", "harmless"]
