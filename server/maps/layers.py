"""What of OpenStreetMap stands on our maps: in which layer, of what kind, from which zoom on. Pure.

``pwa/src/map/style.ts`` draws these layers and no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

#: In the order they are drawn, ground first.
LAYERS = ("landuse", "water", "buildings", "rail", "roads", "places")
#: An object without any of these keys is passed over unread.
KEYS = ("highway", "railway", "waterway", "natural", "landuse", "leisure", "building", "place")
LEAST_ZOOM, MOST_ZOOM = 4, 14

Tags = Mapping[str, str]
Shape = Literal["point", "line", "area"]

ROADS = {
    "motorway": 5, "trunk": 6, "primary": 7, "secondary": 8, "tertiary": 9,
    "motorway_link": 9, "trunk_link": 9, "primary_link": 10, "secondary_link": 11,
    "unclassified": 11, "tertiary_link": 12, "residential": 12, "living_street": 12,
    "pedestrian": 12, "service": 13, "track": 13, "path": 13, "cycleway": 13,
    "footway": 14, "steps": 14,
}  # fmt: skip
PLACES = {
    "city": 4, "town": 7, "village": 9, "suburb": 10, "quarter": 11, "hamlet": 11,
    "neighbourhood": 12, "locality": 13, "isolated_dwelling": 13,
}  # fmt: skip
RAILWAYS = frozenset({"rail", "light_rail", "tram", "narrow_gauge"})
WATERCOURSES = {"river": 8, "canal": 9, "stream": 12, "ditch": 14, "drain": 14}
#: Water that is mapped as an area.
DOCKS = frozenset({"riverbank", "dock"})
#: Nature that covers ground; a tree or a peak does not.
NATURE = frozenset({"wood", "beach", "wetland", "heath", "grassland", "scrub", "sand", "glacier"})
LEISURE = frozenset({"park", "golf_course", "pitch", "garden", "nature_reserve"})


@dataclass(frozen=True, slots=True)
class Feature:
    """Where a thing goes: its layer, from which zoom on, and what the style knows of it."""

    layer: str
    zoom: int
    properties: dict[str, str]


def feature(tags: Tags, shape: Shape) -> Feature | None:
    """Returns what a thing of this shape is on the map; None for what stands on none of ours."""
    return {"point": _point, "line": _line, "area": _area}[shape](tags)


def _point(tags: Tags) -> Feature | None:
    if "place" not in tags or "name" not in tags:
        return None
    return _made("places", PLACES.get(tags["place"], 13), tags["place"], tags, "name", "population")


def _line(tags: Tags) -> Feature | None:
    highway, rail, water = (tags.get(key, "") for key in ("highway", "railway", "waterway"))
    if highway and tags.get("area") != "yes":
        return _made("roads", ROADS.get(highway, 14), highway, tags, "name", "ref", "tunnel")
    if rail in RAILWAYS:
        return _made("rail", 9, rail, tags, "tunnel")
    if water in WATERCOURSES:
        return _made("water", WATERCOURSES[water], water, tags, "name")
    if tags.get("natural") == "coastline":
        return _made("water", 6, "coastline", tags)
    return None


def _area(tags: Tags) -> Feature | None:
    natural, landuse, leisure = (tags.get(key, "") for key in ("natural", "landuse", "leisure"))
    if natural == "water" or landuse in ("reservoir", "basin") or tags.get("waterway") in DOCKS:
        return _made("water", 6, "water", tags, "name")
    if "building" in tags:
        return _made("buildings", 13, "building", tags)
    if natural in NATURE or landuse or leisure in LEISURE:
        return _made("landuse", 8, landuse or leisure or natural, tags)
    if tags.get("highway") == "pedestrian" and tags.get("area") == "yes":
        return _made("landuse", 13, "pedestrian", tags)
    return None


def _made(layer: str, zoom: int, kind: str, tags: Tags, *kept: str) -> Feature:
    return Feature(layer, zoom, {"kind": kind} | {key: tags[key] for key in kept if key in tags})
