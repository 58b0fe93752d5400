"""What a careful person would look for in minutes before they are published. It helps; it does not promise."""

from app.documents.sensitive.finding import Finding, Sought, find
from app.documents.sensitive.people import KnownNames, names_in

__all__ = ["Finding", "KnownNames", "Sought", "find", "names_in"]
