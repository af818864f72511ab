"""Why a visit is planned, what changed, where days begin and end, nights away, regions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "region",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("weekdays", JSON, nullable=False),
        sa.Column("weeks", JSON, nullable=False),
        sa.Column("cycle_weeks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_region_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
    )
    with op.batch_alter_table("region") as table:
        table.create_index(table.f("ix_region_rep_id"), ["rep_id"], unique=False)
    op.create_table(
        "region_account",
        sa.Column("region_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_region_account_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["region_id"], ["region.id"], name=op.f("fk_region_account_region_id")
        ),
        sa.PrimaryKeyConstraint("region_id", "account_id", name=op.f("pk_region_account")),
    )
    op.add_column("rep_settings", sa.Column("ends", JSON, nullable=True))
    op.add_column("rep_settings", sa.Column("nights", JSON, nullable=True))
    op.add_column("plan", sa.Column("places", JSON, nullable=True))
    op.add_column("plan", sa.Column("compared_with", sa.Uuid(), nullable=True))
    op.add_column("plan", sa.Column("changes", JSON, nullable=True))
    op.add_column("visit", sa.Column("reason", sa.String(), nullable=True))
    op.add_column("visit", sa.Column("figures", JSON, nullable=True))
    op.add_column("day", sa.Column("start", JSON, nullable=True))
    op.add_column("day", sa.Column("end", JSON, nullable=True))
    bound_s = sa.Column("bound_s", sa.Integer(), nullable=False, server_default="0")
    op.add_column("day", bound_s)
    # The default was for the rows there are.
    with op.batch_alter_table("day") as table:
        table.alter_column("bound_s", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    for table, names in (
        ("day", ("bound_s", "end", "start")),
        ("visit", ("figures", "reason")),
        ("plan", ("changes", "compared_with", "places")),
        ("rep_settings", ("nights", "ends")),
    ):
        for name in names:
            op.drop_column(table, name)
    op.drop_table("region_account")
    op.drop_table("region")
