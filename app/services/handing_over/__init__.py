"""Handing the whole office over: everything written into a folder, and an equal office made from it."""

from app.services.handing_over.exporting import Account, export_all
from app.services.handing_over.importing import import_all
from app.services.handing_over.schema import schema

__all__ = ["Account", "export_all", "import_all", "schema"]
