"""The day on which a rep found a prospect on the road; accounts of files have none."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("found_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("account", "found_on")
