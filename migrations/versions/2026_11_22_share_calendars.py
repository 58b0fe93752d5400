"""share calendars.

Secret addresses of calendars, spreadsheets being brought in, and what the register needs to be as fast with
5,000 actions as with 50.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_INDEXES = {
    "ix_owner_action_id_until_on": ("owner", ["action_id", "until_on"]),
    "ix_action_event_kind_action_id": ("action_event", ["kind", "action_id"]),
    "ix_response_latest": ("response", ["action_id", "given_at", "id", "state", "heard"]),
    "ix_response_waiting": ("response", ["state", "heard", "given_at", "id", "action_id"]),
}


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_calendar_user_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_calendar_organisation_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_calendar_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar"),
        sa.UniqueConstraint("secret_hash", name="uq_calendar_secret_hash"),
    )
    op.create_index("ix_calendar_user_id", "calendar", ["user_id"])
    op.create_table(
        "tracker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_tracker_file_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_tracker_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tracker"),
    )
    op.create_index("ix_tracker_file_id", "tracker", ["file_id"])
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)
    op.create_index(
        "ix_action_event_superseding",
        "action_event",
        ["action_id"],
        sqlite_where=sa.text("instr(details, '\"supersedes\"') > 0"),
        postgresql_where=sa.text("(details -> 'supersedes') IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_action_event_superseding", table_name="action_event")
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table_name=table)
    op.drop_table("tracker")
    op.drop_table("calendar")
