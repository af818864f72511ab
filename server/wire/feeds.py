"""Calendar addresses."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from server.wire.base import In, Out


class FeedRequest(In):
    detail: Literal["full", "address", "busy"] = "full"
    alarm_minutes: Annotated[int, Field(ge=0, le=1440)] | None = None


class FeedOut(Out):
    """``url`` and ``webcal`` are known only in the answer that made the address."""

    id: UUID
    kind: Literal["rep", "team", "account"]
    detail: Literal["full", "address", "busy"]
    alarm_minutes: int | None
    created_at: datetime
    last_fetched_at: datetime | None
    last_client: str
    url: str | None = None
    webcal: str | None = None
    qr_svg: str | None = None
