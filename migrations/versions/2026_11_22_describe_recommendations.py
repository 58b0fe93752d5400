"""describe recommendations: what a report owes, what was answered to it, the steps of the plans."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)
_KINDS = ("inquiry", "inspection", "coroner", "super-complaint", "audit", "office")
_STATES = ("not started", "under way", "done", "dropped")


def _added() -> dict[str, list[sa.Column[Any]]]:
    """By table: the columns it gets."""
    return {
        "source": [
            sa.Column("reports_every", sa.Integer(), nullable=True),
            sa.Column("reports_words", sa.String(), nullable=False, server_default=""),
            sa.Column("next_report_on", sa.Date(), nullable=True),
            sa.Column("recommendations_said", sa.Integer(), nullable=True),
            sa.Column("steps_said", sa.Integer(), nullable=True),
            sa.Column("revision", sa.Integer(), nullable=False, server_default="1"),
        ],
        "recommendation": [
            sa.Column("acceptance", sa.String(length=40), nullable=True),
            sa.Column("response", sa.String(), nullable=False, server_default=""),
            sa.Column("responded_on", sa.Date(), nullable=True),
            sa.Column("revision", sa.Integer(), nullable=False, server_default="1"),
        ],
        "step": [
            sa.Column("sort_key", sa.String(), nullable=False, server_default=""),
            sa.Column("partners", sa.String(), nullable=False, server_default=""),
            sa.Column("done_on", sa.Date(), nullable=True),
            sa.Column("revision", sa.Integer(), nullable=False, server_default="1"),
            sa.Column("removed_at", _MOMENT, nullable=True),
        ],
        "progress_update": [
            sa.Column("meeting_id", sa.Integer(), nullable=True),
            sa.Column("line_id", sa.String(), nullable=True),
        ],
        "tracker": [
            sa.Column("tracks", sa.String(length=40), nullable=False, server_default="actions"),
            sa.Column("source_id", sa.Integer(), nullable=True),
        ],
    }


def upgrade() -> None:
    """What was free text before and is none of the words of now becomes the first of them."""
    kind, state = sa.column("kind", sa.String), sa.column("state", sa.String)
    op.execute(sa.update(sa.table("source", kind)).where(kind.not_in(_KINDS)).values(kind=_KINDS[0]))
    op.execute(sa.update(sa.table("step", state)).where(state.not_in(_STATES)).values(state=_STATES[0]))
    for table, columns in _added().items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(column)
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                if column.server_default is not None:
                    batch_op.alter_column(
                        column.name, existing_type=column.type, nullable=False, server_default=None
                    )
    for table, name in (("source", "kind"), ("step", "state")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                name, existing_type=sa.String(), type_=sa.String(length=40), existing_nullable=False
            )
    with op.batch_alter_table("tracker", schema=None) as batch_op:
        batch_op.create_foreign_key(
            batch_op.f("fk_tracker_source_id"), "source", ["source_id"], ["id"], ondelete="CASCADE"
        )
    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        for table in ("meeting", "line"):
            batch_op.create_foreign_key(
                batch_op.f(f"fk_progress_update_{table}_id"),
                table,
                [f"{table}_id"],
                ["id"],
                ondelete="SET NULL",
            )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_due_on"), ["due_on"], unique=False)
    op.create_table(
        "source_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_source_review_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_review")),
    )
    with op.batch_alter_table("source_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_review_source_id"), ["source_id"], unique=False)


def downgrade() -> None:
    """Removed steps, and spreadsheets of other things than actions, would come back as what they are not."""
    op.execute("DELETE FROM step WHERE removed_at IS NOT NULL")
    op.execute("DELETE FROM tracker WHERE tracks <> 'actions'")
    op.drop_table("source_review")
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_due_on"))
    with op.batch_alter_table("tracker", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_tracker_source_id"), type_="foreignkey")
    with op.batch_alter_table("progress_update", schema=None) as batch_op:
        for table in ("meeting", "line"):
            batch_op.drop_constraint(batch_op.f(f"fk_progress_update_{table}_id"), type_="foreignkey")
    for table, name in (("source", "kind"), ("step", "state")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                name, existing_type=sa.String(length=40), type_=sa.String(), existing_nullable=False
            )
    for table, columns in _added().items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_column(column.name)
