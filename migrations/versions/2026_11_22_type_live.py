"""type live."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.add_column(sa.Column("typed_id", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("writer", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("base", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("typed_text", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("assurance_revision", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_unique_constraint(batch_op.f("uq_section_typed_id"), ["typed_id"])
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("written_answer_to_follow", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_table(
        "short_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("short", sa.String(length=20), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_short_form_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_short_form")),
        sa.UniqueConstraint("user_id", "short", name=op.f("uq_short_form_user_id_short")),
    )
    with op.batch_alter_table("short_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_short_form_user_id"), ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_table("short_form")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_column("written_answer_to_follow")
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_section_typed_id"), type_="unique")
        batch_op.drop_column("assurance_revision")
        batch_op.drop_column("typed_text")
        batch_op.drop_column("base")
        batch_op.drop_column("writer")
        batch_op.drop_column("typed_id")
