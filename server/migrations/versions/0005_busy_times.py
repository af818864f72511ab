"""Other calendars of reps, the times they fill, and what reps said of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "other_calendar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.String(), nullable=False),
        sa.Column("all_day_off", sa.Boolean(), nullable=False),
        sa.Column("titles", sa.Boolean(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("tried_at", INSTANT, nullable=True),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("unread", JSON, nullable=False),
        *_keys("other_calendar", ("id",), {"person_id": "person.id"}),
    )
    op.create_index(op.f("ix_other_calendar_person_id"), "other_calendar", ["person_id"])
    op.create_table(
        "busy_time",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("start", INSTANT, nullable=False),
        sa.Column("end", INSTANT, nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("choices", JSON, nullable=False),
        *_keys(
            "busy_time",
            ("id",),
            {
                "calendar_id": "other_calendar.id",
                "person_id": "person.id",
                "account_id": "account.id",
            },
        ),
    )
    op.create_index(op.f("ix_busy_time_calendar_id"), "busy_time", ["calendar_id"])
    op.create_index("ix_busy_time_person_id_start", "busy_time", ["person_id", "start"])
    op.create_table(
        "busy_answer",
        sa.Column("calendar_id", sa.Uuid(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        *_keys(
            "busy_answer",
            ("calendar_id", "series"),
            {"calendar_id": "other_calendar.id", "account_id": "account.id"},
        ),
    )


def downgrade() -> None:
    for table in ("busy_answer", "busy_time", "other_calendar"):
        op.drop_table(table)


def _keys(table: str, primary: tuple[str, ...], foreign: dict[str, str]) -> list[sa.Constraint]:
    """Returns the keys of a table, named as the models name theirs."""
    return [
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
            for column, target in foreign.items()
        ),
    ]
