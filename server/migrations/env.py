"""How Alembic runs: on the connection it is handed by ``database.migrate``, in one transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from server import models

JSON = 'sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")'


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether a table is ours to compare: procrastinate minds its own."""
    return not (kind == "table" and (name or "").startswith("procrastinate"))


def plain(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """Writes our column types as SQLAlchemy's own: a migration must not change with our code."""
    if kind != "type":
        return False
    return {"UtcDateTime": "sa.DateTime(timezone=True)", "Uuid7": "sa.Uuid()", "JSON": JSON}.get(
        type(value).__name__, False
    )


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=models.Model.metadata,
    # SQLite cannot alter most things: Alembic then makes the table anew.
    render_as_batch=True,
    include_object=ours,
    compare_type=True,
    render_item=plain,
)
with context.begin_transaction():
    context.run_migrations()
