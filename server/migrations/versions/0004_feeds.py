"""Feeds of teams and accounts, what is stored with a feed, and what calendars were told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
#: The defaults are for the rows there are.
COLUMNS: dict[str, tuple[sa.types.TypeEngine[Any], str]] = {
    "language": (sa.String(), "en"),
    "days_ahead": (sa.Integer(), "180"),
    "etag": (sa.String(), ""),
}


def upgrade() -> None:
    with op.batch_alter_table("feed") as feed:
        feed.add_column(sa.Column("account_id", sa.Uuid(), nullable=True))
        feed.create_foreign_key("fk_feed_account_id", "account", ["account_id"], ["id"])
        for name, (kind, default) in COLUMNS.items():
            feed.add_column(sa.Column(name, kind, nullable=False, server_default=default))
        feed.add_column(sa.Column("etag_at", INSTANT, nullable=True))
    with op.batch_alter_table("feed") as feed:
        for name, (kind, _) in COLUMNS.items():
            feed.alter_column(name, existing_type=kind, server_default=None)
    op.create_table(
        "told_visit",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("appointment", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_told_visit_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_told_visit")),
    )


def downgrade() -> None:
    op.drop_table("told_visit")
    with op.batch_alter_table("feed") as feed:
        feed.drop_constraint("fk_feed_account_id", type_="foreignkey")
        for name in ("account_id", *COLUMNS, "etag_at"):
            feed.drop_column(name)
