"""Text and Word in, plain data out, and back. Pure: no database, no web."""
