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
        batch_op.create_unique_constraint(batch_op.f("uq_section_typed_id"), ["typed_id"])


def downgrade() -> None:
    with op.batch_alter_table("section", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_section_typed_id"), type_="unique")
        batch_op.drop_column("base")
        batch_op.drop_column("writer")
        batch_op.drop_column("typed_id")
