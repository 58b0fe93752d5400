"""answer actions: drafts saved as they are typed, the meeting a response is for, evidence that can be put back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Columns of responses and of their evidence."""
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.add_column(sa.Column("writer", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("base", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("saved_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("heard", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(
            batch_op.f("fk_response_saved_by_id"), "user_account", ["saved_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_response_meeting_id"), "meeting", ["meeting_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_response_meeting_id"), ["meeting_id"], unique=False)
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("added_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_evidence_added_by_id"), "user_account", ["added_by_id"], ["id"]
        )


def downgrade() -> None:
    """A file that was removed would stand again, because it can no longer be marked: so it is deleted first."""
    op.execute("DELETE FROM evidence WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_evidence_added_by_id"), type_="foreignkey")
        batch_op.drop_column("removed_at")
        batch_op.drop_column("added_by_id")
        batch_op.drop_column("added_at")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_meeting_id"))
        batch_op.drop_constraint(batch_op.f("fk_response_meeting_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_response_saved_by_id"), type_="foreignkey")
        batch_op.drop_column("heard")
        batch_op.drop_column("due_at")
        batch_op.drop_column("meeting_id")
        batch_op.drop_column("saved_by_id")
        batch_op.drop_column("saved_at")
        batch_op.drop_column("base")
        batch_op.drop_column("writer")
