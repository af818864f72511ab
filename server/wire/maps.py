"""Regions whose map a phone can store."""

from datetime import datetime

from server.wire.base import Out


class MapRegion(Out):
    """``bounds`` are west, south, east, north; the address changes when the tiles do."""

    name: str
    bytes: int
    bounds: tuple[float, float, float, float]
    made_at: datetime
    address: str


class Maps(Out):
    """``style`` is the address of a MapLibre style, for where no region is stored; or empty."""

    items: list[MapRegion]
    style: str
