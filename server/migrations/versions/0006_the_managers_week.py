"""What a manager decides and reviews: changes from a date, proposals, goals, nightly figures."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)

#: New columns of tables that exist: table, column, type; all may be null.
ADDED: tuple[tuple[str, str, sa.types.TypeEngine], ...] = (
    ("person", "erased_at", INSTANT),
    ("rep_settings", "weights", JSON),
    ("account", "product_line", sa.String()),
    ("season_window", "town", sa.String()),
    ("season_window", "rep_id", sa.Uuid()),
    ("season_window", "product_line", sa.String()),
    ("sales_month", "margin", sa.Double()),
    ("wish", "by", sa.Uuid()),
)


def upgrade() -> None:
    for table, column, kind in ADDED:
        op.add_column(table, sa.Column(column, kind, nullable=True))
    with op.batch_alter_table("season_window") as batch:
        batch.create_foreign_key(op.f("fk_season_window_rep_id"), "person", ["rep_id"], ["id"])
    _people()
    _accounts()
    _review()


def _people() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitation_secret_hash")),
        *_keys("invitation", ("id",), {"person_id": "person.id"}),
    )
    op.create_index(op.f("ix_invitation_person_id"), "invitation", ["person_id"])


def _accounts() -> None:
    op.create_table(
        "planned_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        *_keys("planned_change", ("id",), {"account_id": "account.id"}),
    )
    op.create_index(op.f("ix_planned_change_account_id"), "planned_change", ["account_id"])


def _review() -> None:
    op.create_table(
        "snapshot",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=False),
        *_keys("snapshot", ("on", "by", "key"), {}),
    )
    op.create_table(
        "class_evaluation",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("to_class", sa.String(), nullable=False),
        *_keys("class_evaluation", ("account_id", "on"), {"account_id": "account.id"}),
    )
    op.create_table(
        "class_proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("from_class", sa.String(), nullable=False),
        sa.Column("to_class", sa.String(), nullable=False),
        sa.Column("reasons", JSON, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("challenged_by", sa.Uuid(), nullable=True),
        sa.Column("challenged_at", INSTANT, nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        *_keys("class_proposal", ("id",), {"account_id": "account.id"}),
    )
    op.create_index(op.f("ix_class_proposal_account_id"), "class_proposal", ["account_id"])
    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        *_keys("goal", ("id",), {}),
    )
    op.create_table(
        "set_aside",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("size", sa.Double(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        *_keys("set_aside", ("key",), {}),
    )


def downgrade() -> None:
    for table in (
        "set_aside",
        "goal",
        "class_proposal",
        "class_evaluation",
        "snapshot",
        "planned_change",
        "invitation",
    ):
        op.drop_table(table)
    with op.batch_alter_table("season_window") as batch:
        batch.drop_constraint(op.f("fk_season_window_rep_id"), type_="foreignkey")
        for column in ("town", "rep_id", "product_line"):
            batch.drop_column(column)
    # In place: a table that others point to cannot be made anew.
    for table, column, _ in reversed(ADDED):
        if table != "season_window":
            op.drop_column(table, column)


def _keys(table: str, primary: tuple[str, ...], foreign: dict[str, str]) -> list[sa.Constraint]:
    """Returns the keys of a table, named as the models name theirs."""
    return [
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
            for column, target in foreign.items()
        ),
    ]
