"""open to the public.

One row that says when anything the public may read last changed, kept by triggers: so whoever asks again is told at
once whether what they hold is still right, and nobody who publishes or withdraws can forget to say so.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_TABLES = (
    "publication",
    "public_meeting",
    "public_paper",
    "published_action",
    "published_passage",
    "published_passage_recommendation",
    "source",
    "recommendation",
)
_EVENTS = ("INSERT", "UPDATE", "DELETE")


_RAISE = "UPDATE public_state SET revision = revision + 1, changed_at = "


def _name(table: str, event: str = "changed") -> str:
    return f"{table}_{event.lower()}_is_public"


def upgrade() -> None:
    op.create_table(
        "public_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_state")),
    )
    op.execute("INSERT INTO public_state (id, revision, changed_at) VALUES (1, 1, CURRENT_TIMESTAMP)")
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            for event in _EVENTS:
                op.execute(
                    f"CREATE TRIGGER {_name(table, event)} AFTER {event} ON {table} "
                    f"BEGIN {_RAISE} strftime('%Y-%m-%d %H:%M:%S', 'now'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION note_public_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_RAISE} clock_timestamp(); RETURN NULL; END $$"
    )
    for table in _TABLES:
        # At the end of the transaction, so that the one row is locked last and nobody waits for it for long.
        op.execute(
            f"""
            CREATE CONSTRAINT TRIGGER {_name(table)} AFTER INSERT OR UPDATE OR DELETE ON {table}
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_public_change()
            """
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in _TABLES:
            for event in _EVENTS:
                op.execute(f"DROP TRIGGER {_name(table, event)}")
    else:
        for table in _TABLES:
            op.execute(f"DROP TRIGGER {_name(table)} ON {table}")
        op.execute("DROP FUNCTION note_public_change")
    op.drop_table("public_state")
