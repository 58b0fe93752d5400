"""publish.

Versions of minutes, what the public may know of a meeting and of an action, the words that the public may
search, and the rule that a published version never changes.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_FIXED = (
    "id", "meeting_id", "version", "content", "status", "office", "is_draft", "published_at",
    "published_by_id", "file_id", "sha256", "supersedes_id", "reason",
)  # fmt: skip
"""What a published version says, and of what, when, by whom and why."""
_REFUSAL = "A published version is never changed: publish the next one, or withdraw it."
# Taking something out for ever is the one change that is let through, once, and it leaves its date.
_ON_SQLITE = (
    f"""
    CREATE TRIGGER publication_is_fixed BEFORE UPDATE OF {", ".join(_FIXED)} ON publication
    WHEN new.expunged_at IS old.expunged_at BEGIN
        SELECT RAISE(ABORT, '{_REFUSAL}');
    END
    """,
    f"""
    CREATE TRIGGER publication_is_kept BEFORE DELETE ON publication BEGIN
        SELECT RAISE(ABORT, '{_REFUSAL}');
    END
    """,
    f"""
    CREATE TRIGGER publication_stays_withdrawn BEFORE UPDATE OF withdrawn_at ON publication
    WHEN old.withdrawn_at IS NOT NULL AND new.withdrawn_at IS NOT old.withdrawn_at BEGIN
        SELECT RAISE(ABORT, '{_REFUSAL}');
    END
    """,
    """
    CREATE VIRTUAL TABLE search_published_words USING fts5(
        title, body, content='search_published', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER search_published_added AFTER INSERT ON search_published BEGIN
        INSERT INTO search_published_words(rowid, title, body) VALUES (new.id, new.title, new.body);
    END
    """,
    """
    CREATE TRIGGER search_published_removed AFTER DELETE ON search_published BEGIN
        INSERT INTO search_published_words(search_published_words, rowid, title, body)
        VALUES ('delete', old.id, old.title, old.body);
    END
    """,
)
_CHANGED = " OR ".join(f"new.{name} IS DISTINCT FROM old.{name}" for name in _FIXED)
_ON_POSTGRESQL = (
    f"""
    CREATE FUNCTION refuse_change_of_publication() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF (new.expunged_at IS DISTINCT FROM old.expunged_at OR NOT ({_CHANGED}))
               AND (old.withdrawn_at IS NULL OR new.withdrawn_at IS NOT DISTINCT FROM old.withdrawn_at) THEN
                RETURN new;
            END IF;
        END IF;
        RAISE EXCEPTION '{_REFUSAL}';
    END $$
    """,
    """
    CREATE TRIGGER publication_is_fixed BEFORE UPDATE OR DELETE ON publication
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_publication()
    """,
    """
    ALTER TABLE search_published ADD COLUMN words tsvector GENERATED ALWAYS AS (
        to_tsvector('english', title) || to_tsvector('english', body)
    ) STORED
    """,
    "CREATE INDEX ix_search_published_words ON search_published USING gin (words)",
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.drop_table("publication")  # nothing was ever published into it
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.Column("expunged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_publication_file_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_publication_meeting_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_publication_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_publication_withdrawn_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["publication.id"], name=op.f("fk_publication_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("meeting_id", "version", name=op.f("uq_publication_meeting_id_version")),
    )
    op.create_index(op.f("ix_publication_meeting_id"), "publication", ["meeting_id"])
    op.create_table(
        "scheduled_publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_scheduled_publication_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_scheduled_publication_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_publication")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_scheduled_publication_meeting_id")),
    )
    op.create_index(op.f("ix_scheduled_publication_publish_at"), "scheduled_publication", ["publish_at"])
    op.create_table(
        "public_meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=True),
        sa.Column("is_announced", sa.Boolean(), nullable=False),
        sa.Column("agenda", sa.JSON(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_public_meeting_meeting_id")),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_public_meeting_publication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_meeting")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_public_meeting_meeting_id")),
        sa.UniqueConstraint("address", name=op.f("uq_public_meeting_address")),
        sa.UniqueConstraint("publication_id", name=op.f("uq_public_meeting_publication_id")),
    )
    op.create_index(op.f("ix_public_meeting_held_on"), "public_meeting", ["held_on"])
    op.create_index(op.f("ix_public_meeting_changed_at"), "public_meeting", ["changed_at"])
    op.create_table(
        "public_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_meeting_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_public_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_public_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["public_meeting_id"], ["public_meeting.id"], name=op.f("fk_public_paper_public_meeting_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_public_paper_paper_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_public_paper_file_id")),
        sa.ForeignKeyConstraint(
            ["made_public_by_id"], ["user_account.id"], name=op.f("fk_public_paper_made_public_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_paper")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_public_paper_paper_id")),
    )
    op.create_index(op.f("ix_public_paper_public_meeting_id"), "public_paper", ["public_meeting_id"])
    op.create_table(
        "published_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("owners", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=True),
        sa.Column("raised_at_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("last_outcome", sa.String(), nullable=False),
        sa.Column("last_said_on", sa.Date(), nullable=True),
        sa.Column("times_carried", sa.Integer(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["raised_at_id"], ["public_meeting.id"], name=op.f("fk_published_action_raised_at_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_action")),
        sa.UniqueConstraint("reference", name=op.f("uq_published_action_reference")),
    )
    for name in ("year", "raised_on", "state"):
        op.create_index(op.f(f"ix_published_action_{name}"), "published_action", [name])
    op.create_table(
        "published_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("public_meeting_id", sa.Integer(), nullable=False),
        sa.Column("published_action_id", sa.Integer(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mention", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("speakers", sa.String(), nullable=False),
        sa.Column("owners", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"], ["publication.id"], name=op.f("fk_published_passage_publication_id")
        ),
        sa.ForeignKeyConstraint(
            ["public_meeting_id"], ["public_meeting.id"], name=op.f("fk_published_passage_public_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_action_id"],
            ["published_action.id"],
            name=op.f("fk_published_passage_published_action_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_passage")),
    )
    for name in ("publication_id", "public_meeting_id", "published_action_id"):
        op.create_index(op.f(f"ix_published_passage_{name}"), "published_passage", [name])
    op.create_table(
        "published_passage_recommendation",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["published_passage.id"],
            name=op.f("fk_published_passage_recommendation_passage_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_published_passage_recommendation_recommendation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "passage_id", "recommendation_id", name=op.f("pk_published_passage_recommendation")
        ),
    )
    op.create_index(
        op.f("ix_published_passage_recommendation_recommendation_id"),
        "published_passage_recommendation",
        ["recommendation_id"],
    )
    op.create_table(
        "not_for_publishing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_not_for_publishing_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_not_for_publishing_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_not_for_publishing")),
        sa.UniqueConstraint("meeting_id", "duty", name=op.f("uq_not_for_publishing_meeting_id_duty")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_public_at", sa.DateTime(timezone=True), nullable=True))
    # Of its own, beside the office's: what is not among these words cannot be found by a stranger.
    op.create_table(
        "search_published",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_meeting_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_published"),
    )
    op.create_index("ix_search_published_public_meeting_id", "search_published", ["public_meeting_id"])
    for statement in _ON_SQLITE if _is_sqlite() else _ON_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if _is_sqlite():
        op.execute("DROP TABLE search_published_words")
    op.drop_table("search_published")
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_column("made_public_at")
    for name in (
        "not_for_publishing",
        "published_passage_recommendation",
        "published_passage",
        "published_action",
        "public_paper",
        "public_meeting",
        "scheduled_publication",
        "publication",
    ):
        op.drop_table(name)
    if not _is_sqlite():
        op.execute("DROP FUNCTION refuse_change_of_publication")
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_publication_file_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_publication_meeting_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_publication_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["publication.id"], name=op.f("fk_publication_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    op.create_index(op.f("ix_publication_meeting_id"), "publication", ["meeting_id"])
