"""circulate minutes.

Links to drafts, corrections from whoever holds one, where minutes were agreed, amendments; and the rule that the
text of confirmed minutes is fixed, kept by the database itself: whoever writes to it, by whatever program, changes
them under an open amendment or not at all.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_REFUSED = "These minutes are confirmed, so their text can no longer be changed."
_TEXT = {
    "attendance": (
        "meeting_id name title known_as organisation_words presence presence_note arrived_at left_at is_chair "
        "is_minute_taker position removed_at"
    ),
    "section": (
        "meeting_id position level number title typed_text is_summary_of_actions assurance assurance_statement "
        "removed_at"
    ),
    "line": "id meeting_id section_id position text bullet depth label removed_at",
    "entry": "line_id meeting_id starts ends kind outcome",
    "speaker": "entry_id words position",
}
"""The columns that are the text of minutes, by table. The others are what the register goes on to say of it."""
_HEAD = "title kind held_on starts_at ends_at venue next_meeting"


def upgrade() -> None:
    op.create_table(
        "draft_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_draft_link_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name="fk_draft_link_attendance_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user_account.id"], name="fk_draft_link_made_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_draft_link"),
        sa.UniqueConstraint("secret_hash", name="uq_draft_link_secret_hash"),
    )
    op.create_index("ix_draft_link_meeting_id", "draft_link", ["meeting_id"])
    op.create_index("ix_draft_link_attendance_id", "draft_link", ["attendance_id"])
    op.create_table(
        "agreement",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_agreement_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["agreed_at_id"], ["meeting.id"], name="fk_agreement_agreed_at_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name="fk_agreement_line_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user_account.id"], name="fk_agreement_recorded_by_id"),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_agreement"),
    )
    op.create_index("ix_agreement_agreed_at_id", "agreement", ["agreed_at_id"])
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name="fk_amendment_meeting_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user_account.id"], name="fk_amendment_opened_by_id"),
        sa.ForeignKeyConstraint(["finished_by_id"], ["user_account.id"], name="fk_amendment_finished_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_amendment"),
    )
    op.create_index("ix_amendment_meeting_id", "amendment", ["meeting_id"])
    op.create_index(
        "uq_amendment_open",
        "amendment",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.add_column("meeting", sa.Column("corrections_close_on", sa.Date(), nullable=True))
    op.add_column(
        "meeting", sa.Column("is_being_amended", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("correction") as batch:
        batch.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("fk_correction_link_id", "draft_link", ["link_id"], ["id"])
    with op.batch_alter_table("letter") as batch:
        batch.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("draft_link_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_letter_draft_link_id", "draft_link", ["draft_link_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_index("ix_letter_draft_link_id", ["draft_link_id"])
    make_rules()


def downgrade() -> None:
    drop_rules()
    op.execute("DELETE FROM letter WHERE user_id IS NULL")
    op.execute("DELETE FROM correction WHERE link_id IS NOT NULL")
    with op.batch_alter_table("letter") as batch:
        batch.drop_index("ix_letter_draft_link_id")
        batch.drop_constraint("fk_letter_draft_link_id", type_="foreignkey")
        batch.drop_column("draft_link_id")
        batch.alter_column("user_id", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("correction") as batch:
        batch.drop_constraint("fk_correction_link_id", type_="foreignkey")
        batch.drop_column("link_id")
    with op.batch_alter_table("meeting") as batch:
        batch.drop_column("is_being_amended")
        batch.drop_column("corrections_close_on")
    for table in ("amendment", "agreement", "draft_link"):
        op.drop_table(table)


def make_rules() -> None:
    """Triggers that refuse to add, change or take away a row of confirmed minutes."""
    make = _on_postgresql if op.get_bind().dialect.name == "postgresql" else _on_sqlite
    for statement in make():
        op.execute(statement)


def drop_rules() -> None:
    """Without them the models alone keep the rule."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in [*_TEXT, "meeting"]:
        for when in ("insert", "update", "delete") if table != "meeting" else ("update",):
            where = f" ON {table}" if on_postgresql else ""
            op.execute(f"DROP TRIGGER fixed_{table}_{when}{where}")
    if on_postgresql:
        for table in [*_TEXT, "meeting"]:
            op.execute(f"DROP FUNCTION refuse_fixed_{table}()")
        op.execute("DROP FUNCTION minutes_are_fixed(integer)")


def _meeting_of(table: str, row: str) -> str:
    if table == "speaker":
        return f"(SELECT entry.meeting_id FROM entry WHERE entry.id = {row}.entry_id)"  # noqa: S608 (our own names)
    return f"{row}.meeting_id"


def _fixed(meeting: str) -> str:
    is_confirmed = f"SELECT 1 FROM meeting WHERE meeting.id = {meeting} AND meeting.status = 'confirmed'"  # noqa: S608
    is_amended = f"SELECT 1 FROM amendment WHERE amendment.meeting_id = {meeting} AND finished_at IS NULL"  # noqa: S608
    return f"EXISTS ({is_confirmed}) AND NOT EXISTS ({is_amended})"


def _differ(columns: str, operator: str) -> str:
    return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in columns.split())


def _on_sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    made = []
    for table, columns in _TEXT.items():
        old, new = _fixed(_meeting_of(table, "OLD")), _fixed(_meeting_of(table, "NEW"))
        made += [
            f"CREATE TRIGGER fixed_{table}_insert BEFORE INSERT ON {table} WHEN {new} {refuse}",
            f"CREATE TRIGGER fixed_{table}_delete BEFORE DELETE ON {table} WHEN {old} {refuse}",
            (
                f"CREATE TRIGGER fixed_{table}_update BEFORE UPDATE ON {table} "
                f"WHEN ({_differ(columns, 'IS NOT')}) AND (({old}) OR ({new})) {refuse}"
            ),
        ]
    return [
        *made,
        (
            "CREATE TRIGGER fixed_meeting_update BEFORE UPDATE ON meeting WHEN OLD.status = 'confirmed' AND "
            f"(OLD.status IS NOT NEW.status OR (({_differ(_HEAD, 'IS NOT')}) AND {_fixed('OLD.id')})) {refuse}"
        ),
    ]


def _on_postgresql() -> list[str]:
    made = [
        (
            "CREATE FUNCTION minutes_are_fixed(meeting_id integer) RETURNS boolean LANGUAGE sql AS $$ "
            f"SELECT {_fixed('$1')} $$"
        )
    ]
    for table, columns in _TEXT.items():
        old, new = (f"minutes_are_fixed({_meeting_of(table, row)})" for row in ("OLD", "NEW"))
        made += [
            (
                f"CREATE FUNCTION refuse_fixed_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF TG_OP <> 'INSERT' THEN IF {old} THEN RAISE EXCEPTION '{_REFUSED}'; END IF; END IF; "
                f"IF TG_OP <> 'DELETE' THEN IF {new} THEN RAISE EXCEPTION '{_REFUSED}'; END IF; RETURN NEW; END IF; "
                "RETURN OLD; END $$"
            ),
            *(
                f"CREATE TRIGGER fixed_{table}_{when} BEFORE {when} ON {table} FOR EACH ROW "
                f"EXECUTE FUNCTION refuse_fixed_{table}()"
                for when in ("insert", "delete")
            ),
            (
                f"CREATE TRIGGER fixed_{table}_update BEFORE UPDATE ON {table} FOR EACH ROW "
                f"WHEN ({_differ(columns, 'IS DISTINCT FROM')}) EXECUTE FUNCTION refuse_fixed_{table}()"
            ),
        ]
    return [
        *made,
        (
            "CREATE FUNCTION refuse_fixed_meeting() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF OLD.status IS DISTINCT FROM NEW.status OR minutes_are_fixed(OLD.id) THEN "
            f"RAISE EXCEPTION '{_REFUSED}'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER fixed_meeting_update BEFORE UPDATE ON meeting FOR EACH ROW WHEN (OLD.status = 'confirmed' "
            f"AND ({_differ('status ' + _HEAD, 'IS DISTINCT FROM')})) EXECUTE FUNCTION refuse_fixed_meeting()"
        ),
    ]
