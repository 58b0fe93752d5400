"""Where the words are kept for searching: one plain table, and beside it what each database searches words
with.

`search_row` has a row for each thing that can be found. On SQLite the virtual table `search_words` (FTS5)
holds its words, kept by triggers; on PostgreSQL the generated column `words` (tsvector) does. The
migrations make both; they are no models, since nothing here is a fact: all of it can be made again from the
record.
"""

from sqlalchemy import Column, Date, Integer, MetaData, String, Table, Text

search_metadata = MetaData()

rows = Table(
    "search_row",
    search_metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", String(20), nullable=False),
    Column("subject_id", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("meeting_id", Integer),
    Column("dated_on", Date),
    Column("place", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""`subject` is what was found (meeting, section, line, action, recommendation, person), `kind` what it is
called there: a line is a question, an answer, an action, a decision, a review or a statement. `place` says
where, and is not
searched."""
