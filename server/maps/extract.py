"""Reads an extract of OpenStreetMap into one file of GeoJSON lines a layer."""

import importlib
import json
import re
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from server import errors
from server.maps import layers

#: Told how many features were found so far.
Told = Callable[[int], None]
STEP = 2000
#: A river or a border reaches far beyond its extract: so much at each end is no measure of it.
OUTLIERS_PERCENT = 0.5
_POINT = re.compile(r"\[(-?[\d.e-]+),(-?[\d.e-]+)")

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Found:
    """What an extract holds: the file of each layer that has any, and (w, s, e, n)."""

    paths: dict[str, Path]
    bounds: Bounds


def read(file: Path, folder: Path, told: Told) -> Found:
    """Writes the extract's features into ``folder`` and returns what was found.

    Refuses what is no extract, and one in which nothing of a map is found.
    """
    paths = {name: folder / f"{name}.geojsonl" for name in layers.LAYERS}
    with ExitStack() as stack:
        out = {name: stack.enter_context(path.open("w")) for name, path in paths.items()}
        points = _write_all(file, out, told)
    if not points:
        raise errors.Invalid(f"{file.name} holds no road, water, ground or place to draw.")
    return Found({n: path for n, path in paths.items() if path.stat().st_size}, _bounds(points))


def _write_all(file: Path, out: Mapping[str, TextIO], told: Told) -> "array[float]":
    """Returns each feature's first point: lon, lat, lon, lat …"""
    points = array("d")
    try:
        for feature, geometry in _features(file):
            out[feature.layer].write(_line(feature, geometry))
            if first := _POINT.search(geometry):
                points.extend((float(first[1]), float(first[2])))
            if len(points) % STEP == 0:
                told(len(points) // 2)
    except RuntimeError as error:
        raise errors.Invalid(
            f"{file.name} cannot be read as an extract of OpenStreetMap (.osm.pbf): {error}"
        ) from error
    told(len(points) // 2)
    return points


def _bounds(points: "array[float]") -> Bounds:
    lon, lat = np.frombuffer(points).reshape(-1, 2).T
    ends = (OUTLIERS_PERCENT, 100 - OUTLIERS_PERCENT)
    (west, east), (south, north) = np.percentile(lon, ends), np.percentile(lat, ends)
    return float(west), float(south), float(east), float(north)


def _features(file: Path) -> Iterator[tuple[layers.Feature, str]]:
    """Yields what stands on the map with its geometry as GeoJSON.

    A closed way comes twice, as a line and as an area; its tags decide which of them is meant.
    """
    osmium = importlib.import_module("osmium")
    shapes = osmium.geom.GeoJSONFactory()
    things = osmium.FileProcessor(str(file)).with_areas()
    for thing in things.with_filter(osmium.filter.KeyFilter(*layers.KEYS)):
        draw: Callable[[Any], str]
        shape: layers.Shape
        if thing.is_node():
            shape, draw = "point", shapes.create_point
        elif thing.is_way():
            shape, draw = "line", shapes.create_linestring
        elif thing.is_area():
            shape, draw = "area", shapes.create_multipolygon
        else:
            continue
        feature = layers.feature(dict(thing.tags), shape)
        geometry = feature and _drawn(draw, thing)
        if feature and geometry:
            yield feature, geometry


def _drawn(draw: Callable[[Any], str], thing: Any) -> str | None:
    """Returns the geometry; None where an extract cut off the nodes that it is made of."""
    try:
        return draw(thing)
    except RuntimeError:
        return None


def _line(feature: layers.Feature, geometry: str) -> str:
    zoom = json.dumps({"minzoom": feature.zoom})
    about = json.dumps(feature.properties, ensure_ascii=False)
    return f'{{"type":"Feature","tippecanoe":{zoom},"properties":{about},"geometry":{geometry}}}\n'
