"""withhold.

What is withheld follows its words and says who proposed, decided and lifted it; what was seen at the check
before publishing; how the office wants what is withheld to be printed.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute(
        "UPDATE withholding SET ground = 'other'"
    )  # free words until now, and no page to write them on
    with op.batch_alter_table("withholding", schema=None) as batch_op:
        batch_op.alter_column("meeting_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column(
            "subject", existing_type=sa.String(), type_=sa.String(length=40), existing_nullable=False
        )
        batch_op.alter_column(
            "ground", existing_type=sa.String(), type_=sa.String(length=40), existing_nullable=False
        )
        batch_op.add_column(sa.Column("anchor", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("lines", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("ground_words", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("decided_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("lifted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("lifted_because", sa.String(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_withholding_decided_by_id"), "user_account", ["decided_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_withholding_lifted_by_id"), "user_account", ["lifted_by_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_withholding_subject_id"), ["subject_id"], unique=False)
    op.create_table(
        "seen_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_seen_finding_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_seen_finding_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_finding")),
        sa.UniqueConstraint("meeting_id", "mark", name=op.f("uq_seen_finding_meeting_id_mark")),
    )
    with op.batch_alter_table("seen_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seen_finding_meeting_id"), ["meeting_id"], unique=False)
    op.create_table(
        "signed_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_signed_check_by_id")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_signed_check_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_check")),
    )
    with op.batch_alter_table("signed_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_signed_check_meeting_id"), ["meeting_id"], unique=False)
    op.create_table(
        "publishing_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("says_withheld", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("uses_markings", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("markings", sa.JSON(), nullable=False),
        sa.Column("sensitive", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_choice")),
    )


def downgrade() -> None:
    op.drop_table("publishing_choice")
    with op.batch_alter_table("signed_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_signed_check_meeting_id"))
    op.drop_table("signed_check")
    with op.batch_alter_table("seen_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seen_finding_meeting_id"))
    op.drop_table("seen_finding")
    op.execute("DELETE FROM withholding WHERE meeting_id IS NULL")  # these have no place in the earlier table
    with op.batch_alter_table("withholding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_withholding_subject_id"))
        batch_op.drop_constraint(batch_op.f("fk_withholding_lifted_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_withholding_decided_by_id"), type_="foreignkey")
        for name in ("lifted_because", "lifted_by_id", "decided_at", "decided_by_id"):
            batch_op.drop_column(name)
        for name in ("ground_words", "lines", "anchor"):
            batch_op.drop_column(name)
        batch_op.alter_column(
            "ground", existing_type=sa.String(length=40), type_=sa.String(), existing_nullable=False
        )
        batch_op.alter_column(
            "subject", existing_type=sa.String(length=40), type_=sa.String(), existing_nullable=False
        )
        batch_op.alter_column("meeting_id", existing_type=sa.Integer(), nullable=False)
