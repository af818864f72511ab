"""Files of the build as they go over the wire: packed for who takes it, the same file for all."""

import gzip

import pytest

SCRIPT = "export const answer = 42\n" * 400
PACKED = {"Accept-Encoding": "gzip, br"}
ADDRESS = "/assets/main-packed.js"


@pytest.fixture
def script(settings):
    file = settings.pwa_folder / "assets" / "main-packed.js"
    file.parent.mkdir(parents=True)
    file.write_text(SCRIPT)
    return file


def test_a_script_comes_packed_to_who_takes_it(client, cast, script):
    answer = client.get(ADDRESS, headers=PACKED)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.content_length == len(answer.data) < len(SCRIPT) / 10
    assert gzip.decompress(answer.data).decode() == SCRIPT
    assert (answer.mimetype, answer.headers["Vary"]) == ("text/javascript", "Accept-Encoding")
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("asked", [{}, {"Accept-Encoding": "identity"}])
def test_who_does_not_take_it_gets_the_plain_file(client, cast, script, asked):
    answer = client.get(ADDRESS, headers=asked)
    assert "Content-Encoding" not in answer.headers
    assert answer.text == SCRIPT
    assert answer.headers["Vary"] == "Accept-Encoding", "a cache on the way keeps the two apart"


def test_a_part_of_a_file_is_a_part_of_the_plain_one(client, cast, script):
    answer = client.get(ADDRESS, headers=PACKED | {"Range": "bytes=0-5"})
    assert (answer.status_code, answer.text) == (206, "export")
    assert "Content-Encoding" not in answer.headers


def test_a_packed_file_unchanged_is_not_sent_again(client, cast, script):
    etag = client.get(ADDRESS, headers=PACKED).headers["ETag"]
    answer = client.get(ADDRESS, headers=PACKED | {"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_a_file_built_anew_is_packed_anew(client, cast, script):
    client.get(ADDRESS, headers=PACKED)
    script.write_text(SCRIPT + "// later\n")
    answer = client.get(ADDRESS, headers=PACKED)
    assert gzip.decompress(answer.data).decode().endswith("// later\n")


def test_pictures_come_as_they_are(client, cast, settings):
    (settings.pwa_folder / "icons").mkdir(parents=True)
    (settings.pwa_folder / "icons" / "dot.png").write_bytes(b"\x89PNG" * 200)
    assert "Content-Encoding" not in client.get("/icons/dot.png", headers=PACKED).headers
