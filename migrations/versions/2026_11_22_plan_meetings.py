"""plan meetings: planned questions that can be changed and put back, private notes, actions made of questions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_CARRIED_ONCE = "ix_planned_question_meeting_id_carried_from_id"
_SOUGHT = ("asked_as_id", "carried_from_id", "recommendation_id")


def upgrade() -> None:
    """Columns, indexes and two tables."""
    with op.batch_alter_table("planned_question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("planned_question", schema=None) as batch_op:
        batch_op.alter_column("revision", existing_type=sa.Integer(), nullable=False, server_default=None)
        batch_op.create_index(batch_op.f(_CARRIED_ONCE), ["meeting_id", "carried_from_id"], unique=True)
        for name in _SOUGHT:
            batch_op.create_index(batch_op.f(f"ix_planned_question_{name}"), [name], unique=False)
    with op.batch_alter_table("response", schema=None) as batch_op:
        for name in ("given_at", "state"):
            batch_op.create_index(batch_op.f(f"ix_response_{name}"), [name], unique=False)
    op.create_table(
        "private_note",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("writer", sa.String(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_private_note_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_private_note_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_private_note")),
    )
    op.create_table(
        "question_action",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name=op.f("fk_question_action_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["entry.id"], name=op.f("fk_question_action_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question_action")),
    )
    with op.batch_alter_table("question_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_action_action_id"), ["action_id"], unique=False)


def downgrade() -> None:
    """What was removed stands again, because it can no longer be marked as removed: so it is deleted first."""
    op.drop_table("question_action")
    op.drop_table("private_note")
    with op.batch_alter_table("response", schema=None) as batch_op:
        for name in ("given_at", "state"):
            batch_op.drop_index(batch_op.f(f"ix_response_{name}"))
    op.execute("DELETE FROM planned_question WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("planned_question", schema=None) as batch_op:
        for name in _SOUGHT:
            batch_op.drop_index(batch_op.f(f"ix_planned_question_{name}"))
        batch_op.drop_index(batch_op.f(_CARRIED_ONCE))
        batch_op.drop_column("removed_at")
        batch_op.drop_column("revision")
