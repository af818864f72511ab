"""What of OpenStreetMap stands in which layer."""

import pytest

from server.maps import layers


def where(shape, **tags):
    found = layers.feature(tags, shape)
    return found and (found.layer, found.properties["kind"])


@pytest.mark.parametrize(
    ("shape", "tags", "layer", "kind"),
    [
        ("line", {"highway": "primary"}, "roads", "primary"),
        ("line", {"railway": "tram"}, "rail", "tram"),
        ("line", {"waterway": "river"}, "water", "river"),
        ("line", {"natural": "coastline"}, "water", "coastline"),
        ("area", {"natural": "water"}, "water", "water"),
        ("area", {"waterway": "riverbank"}, "water", "water"),
        ("area", {"landuse": "forest"}, "landuse", "forest"),
        ("area", {"leisure": "park"}, "landuse", "park"),
        ("area", {"building": "yes"}, "buildings", "building"),
        ("area", {"highway": "pedestrian", "area": "yes"}, "landuse", "pedestrian"),
        ("point", {"place": "town", "name": "Middleton"}, "places", "town"),
    ],
)
def test_each_thing_has_its_layer(shape, tags, layer, kind):
    assert where(shape, **tags) == (layer, kind)


@pytest.mark.parametrize(
    ("shape", "tags"),
    [
        ("point", {"place": "town"}),
        ("point", {"natural": "tree"}),
        ("line", {"landuse": "forest"}),
        ("line", {"highway": "pedestrian", "area": "yes"}),
        ("line", {"natural": "water"}),
        ("area", {"highway": "tertiary", "junction": "roundabout"}),
        ("area", {"amenity": "parking"}),
    ],
)
def test_what_would_be_drawn_twice_or_says_nothing_is_left_out(shape, tags):
    assert where(shape, **tags) is None


def test_great_things_are_seen_from_far_and_small_ones_from_near():
    far, near = (layers.feature({"highway": k}, "line") for k in ("motorway", "steps"))
    assert far.zoom < near.zoom <= layers.MOST_ZOOM


def test_only_what_the_style_reads_is_kept():
    road = layers.feature({"highway": "service", "name": "A", "surface": "gravel"}, "line")
    assert road.properties == {"kind": "service", "name": "A"}
