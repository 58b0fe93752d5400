"""bring word back.

The office's own Word files as house style, and edited files that come back.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | Sequence[str] | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "house_style",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_house_style_file_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_house_style_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_house_style"),
        sa.UniqueConstraint("file_id", name="uq_house_style_file_id"),
    )
    op.create_table(
        "word_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_word_export_meeting_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_word_export"),
    )
    op.create_index("ix_word_export_meeting_id", "word_export", ["meeting_id"])
    op.create_index("ix_word_export_sha256", "word_export", ["sha256"])
    op.create_table(
        "returned_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_returned_file_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_returned_file_file_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_returned_file_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_returned_file"),
    )
    op.create_index("ix_returned_file_meeting_id", "returned_file", ["meeting_id"])
    op.create_index("ix_returned_file_file_id", "returned_file", ["file_id"])
    op.create_table(
        "returned_difference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("returned_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["returned_id"],
            ["returned_file.id"],
            name="fk_returned_difference_returned_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name="fk_returned_difference_decided_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_returned_difference"),
    )
    op.create_index("ix_returned_difference_returned_id", "returned_difference", ["returned_id"])


def downgrade() -> None:
    for table in ("returned_difference", "returned_file", "word_export", "house_style"):
        op.drop_table(table)
