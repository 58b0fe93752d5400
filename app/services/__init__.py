"""Queries and changes, one noun a file. No web, no commit: request, command or worker owns the session."""

# Search reads what any service records as changed, so it must be there whichever service is used, also from
# the command line.
from app.services import search as search
