"""Withholding: what is kept out of every published form, and what may be published."""

from app.services.withholdings.publishing import publishable, unresolved

__all__ = ["publishable", "unresolved"]
