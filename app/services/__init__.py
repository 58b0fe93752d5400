"""Queries and changes, one noun a file. No web, and no commit: the request, command or worker owns the transaction."""
