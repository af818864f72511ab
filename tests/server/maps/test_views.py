"""Regions are listed and sent to everybody who is signed in, and to nobody else."""

import pytest

from server import wire
from server.maps import regions
from tests.factories import NOW

TILES = b"PMTiles\x03" + bytes(range(256))
FILE = "lakes-0123456789abcdef.pmtiles"
ADDRESS = f"/maps/{FILE}"


@pytest.fixture
def lakes(settings):
    """A region whose tiles are easy to tell apart."""
    home = regions.folder(settings.data_folder)
    home.mkdir()
    (home / FILE).write_bytes(TILES)
    region = regions.Region("Lakes", FILE, len(TILES), (-89.0, 42.0, -88.0, 43.0), NOW)
    regions.save(settings.data_folder, region)
    return region


def test_a_region_is_listed_with_all_a_phone_needs(ann, lakes):
    answer = wire.Maps.model_validate(ann.get("/api/maps").json)
    assert answer.style == ""
    (one,) = answer.items
    assert (one.name, one.bytes, one.address) == ("Lakes", len(TILES), ADDRESS)
    assert (one.bounds, one.made_at) == (lakes.bounds, NOW)


@pytest.mark.parametrize("who", ["ann", "cleo", "bob", "admin"])
def test_every_role_gets_the_tiles(request, who, lakes):
    assert request.getfixturevalue(who).get(ADDRESS).data == TILES


@pytest.mark.parametrize("path", ["/api/maps", ADDRESS])
def test_a_stranger_gets_nothing(client, cast, lakes, path):
    assert client.get(path).status_code == 401


def test_a_part_is_sent_where_a_part_is_asked_for(ann, lakes):
    answer = ann.get(ADDRESS, headers={"Range": "bytes=8-11"})
    assert (answer.status_code, answer.data) == (206, TILES[8:12])
    assert answer.headers["Content-Range"] == f"bytes 8-11/{len(TILES)}"
    assert ann.get(ADDRESS, headers={"Range": "bytes=9999-"}).status_code == 416


def test_the_tag_is_the_digest_and_what_is_known_is_not_sent_again(ann, lakes):
    answer = ann.get(ADDRESS)
    assert answer.headers["ETag"] == f'"{lakes.digest}"'
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    again = ann.get(ADDRESS, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["lakes.json", "..%2Frounds.sqlite", "lakes-other.pmtiles"])
def test_only_tiles_of_a_region_are_sent(ann, lakes, name):
    assert ann.get(f"/maps/{name}").status_code == 404


def test_a_region_whose_tiles_are_gone_is_none(ann, lakes, settings):
    (regions.folder(settings.data_folder) / FILE).unlink()
    assert ann.get("/api/maps").json["items"] == []
    assert ann.get(ADDRESS).status_code == 404


def policy(client):
    said = client.get("/api/about").headers["Content-Security-Policy"]
    return dict(part.split(" ", 1) for part in said.split("; "))


def test_pages_may_ask_no_foreign_origin_for_a_map(client, cast):
    assert policy(client)["connect-src"] == "'self'"
    assert "https:" not in policy(client)["img-src"]


def test_the_style_that_is_set_is_told_and_its_origin_allowed(app, ann):
    style = "https://tiles.example.org/styles/plain"
    chosen = app.extensions["rounds"]
    chosen.settings = type(chosen.settings)(**vars(chosen.settings) | {"map_style": style})
    assert ann.get("/api/maps").json["style"] == style
    assert policy(ann)["connect-src"] == "'self' https://tiles.example.org"
    assert policy(ann)["img-src"].endswith(" https://tiles.example.org")
