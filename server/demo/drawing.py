"""What the plain map draws of the demo's region: water and towns, typed by hand."""

from server import wire
from server.demo.geography import SHORELINE, TOWN_LABELS


def plain_map() -> wire.PlainMap:
    """Returns the lakes as polygons and the towns as labels."""
    return wire.PlainMap(
        shoreline=[[(lat, lon) for lat, lon in polygon] for polygon in SHORELINE],
        labels=[wire.MapLabel(name=name, lat=lat, lon=lon) for name, lat, lon in TOWN_LABELS],
    )
