"""What the phone tells: promises, class answers, photos, check-ins, feedback; colleagues' touches."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _extend_report()
    _create(
        "report_photo",
        sa.Column("report_id", sa.Uuid(), sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        indexes=("sha256",),
    )
    _create(
        "photo",
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
    )
    _create(
        "check_in",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("rep_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("visit_id", sa.Uuid(), sa.ForeignKey("visit.id"), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.Column("at_phone", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        indexes=("account_id", "rep_id"),
    )
    _create(
        "feedback",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("rep_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id"), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at_phone", INSTANT, nullable=True),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("rev", sa.Integer(), nullable=False),
        indexes=("rep_id", "account_id", "rev"),
    )
    _create(
        "touch",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("account_id", sa.Uuid(), sa.ForeignKey("account.id"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        indexes=("account_id",),
    )
    op.create_index("ix_touch_account_id_on", "touch", ["account_id", "on"])
    _create(
        "kept_aside",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("sign_in_id", sa.Uuid(), sa.ForeignKey("sign_in.id"), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        indexes=("sign_in_id",),
    )
    op.create_index(
        "ix_kept_aside_person_id_item_id", "kept_aside", ["person_id", "item_id"], unique=True
    )


def downgrade() -> None:
    for table in ("kept_aside", "touch", "feedback", "check_in", "photo", "report_photo"):
        op.drop_table(table)
    for name in ("order_value", "events", "class_wanted", "class_answer", "next_step_on",
                 "next_step"):  # fmt: skip
        op.drop_column("report", name)


def _extend_report() -> None:
    """Adds columns; the defaults are for the rows there are."""
    for column in (
        sa.Column("next_step", sa.String(), nullable=False, server_default=""),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("class_answer", sa.String(), nullable=False, server_default=""),
        sa.Column("class_wanted", sa.String(), nullable=True),
        sa.Column("events", JSON, nullable=False, server_default="[]"),
        sa.Column("order_value", sa.Double(), nullable=True),
    ):
        op.add_column("report", column)
    with op.batch_alter_table("report") as table:
        table.alter_column("next_step", existing_type=sa.String(), server_default=None)
        table.alter_column("class_answer", existing_type=sa.String(), server_default=None)
        table.alter_column("events", existing_type=JSON, server_default=None)


def _create(name: str, *columns: sa.Column, indexes: tuple[str, ...] = ()) -> None:
    """Creates a table whose keys are named as the models name theirs."""
    constraints: list[sa.Constraint] = []
    for column in columns:
        for key in column.foreign_keys:
            label = op.f(f"fk_{name}_{column.name}")
            constraints.append(
                sa.ForeignKeyConstraint([column.name], [key.target_fullname], name=label)
            )
    primary = [column.name for column in columns if column.primary_key]
    constraints.append(sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{name}")))
    plain = [sa.Column(c.name, c.type, nullable=bool(c.nullable)) for c in columns]
    op.create_table(name, *plain, *constraints)
    for index in indexes:
        op.create_index(op.f(f"ix_{name}_{index}"), name, [index], unique=False)
