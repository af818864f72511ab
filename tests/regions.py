"""A small extract of OpenStreetMap of our own making: a town by a lake, its roads and a wood."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import mutable

LAT, LON = 42.59, -88.43
#: Degrees: the extract is twice as wide and high.
REACH = 0.12
NAME = "Small Lakes"


def write(path: Path, lat: float = LAT, lon: float = LON) -> Path:
    """Writes the extract, with the town in the middle, and returns its path."""
    out = _Writer(path)
    for step in range(-4, 5):
        at = step * REACH / 4
        kind = "primary" if step == 0 else "residential"
        across = [(lat + at, lon - REACH), (lat + at, lon + REACH)]
        out.way(across, highway=kind, name=f"Road {step + 5}")
        out.way([(lat - REACH, lon + at), (lat + REACH, lon + at)], highway="secondary")
    out.square(lat + 0.05, lon - 0.05, 0.035, natural="water", name="Quiet Lake")
    out.square(lat - 0.05, lon + 0.05, 0.03, landuse="forest")
    out.square(lat, lon, 0.001, building="yes")
    out.way([(lat - REACH, lon - 0.09), (lat + REACH, lon - 0.07)], waterway="river", name="Slow")
    out.way([(lat - REACH, lon), (lat + REACH, lon + 0.02)], railway="rail")
    out.node(lat, lon, place="town", name="Middleton", population="4000")
    out.node(lat + 0.01, lon, amenity="bench")
    out.close()
    return path


def write_empty(path: Path) -> Path:
    """Writes an extract in which nothing stands on a map."""
    out = _Writer(path)
    out.node(LAT, LON, amenity="bench")
    out.close()
    return path


class _Writer:
    """Nodes first, then ways: in the order that readers of such files expect."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._nodes: list[Any] = []
        self._ways: list[Any] = []

    def node(self, lat: float, lon: float, **tags: str) -> int:
        number = len(self._nodes) + 1
        self._nodes.append(mutable.Node(id=number, version=1, location=(lon, lat), tags=tags))
        return number

    def way(self, line: list[tuple[float, float]], **tags: str) -> None:
        self._way([self.node(*point) for point in line], tags)

    def square(self, lat: float, lon: float, half: float, **tags: str) -> None:
        corners = [(-half, -half), (-half, half), (half, half), (half, -half)]
        nodes = [self.node(lat + dy, lon + dx) for dy, dx in corners]
        self._way([*nodes, nodes[0]], tags)

    def _way(self, nodes: list[int], tags: Mapping[str, str]) -> None:
        number = len(self._ways) + 1
        self._ways.append(mutable.Way(id=number, version=1, nodes=nodes, tags=dict(tags)))

    def close(self) -> None:
        with osmium.SimpleWriter(str(self._path)) as writer:
            for node in self._nodes:
                writer.add_node(node)
            for way in self._ways:
                writer.add_way(way)
