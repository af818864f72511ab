"""Settings: every default works, every fault is listed at once, secrets stay secret."""

from dataclasses import fields
from pathlib import Path

import pytest

from server import settings
from server.settings import Settings, SettingsInvalid, from_env


def problems(**environ):
    with pytest.raises(SettingsInvalid) as caught:
        from_env({f"ROUNDS_{name}": value for name, value in environ.items()})
    return caught.value.problems


def test_an_empty_environment_gives_the_defaults():
    assert from_env({}) == Settings()


def test_each_setting_has_a_default_and_one_sentence():
    rows = settings.described()
    assert len(rows) == len(fields(Settings))
    assert all(about.endswith(".") for _, _, about in rows)
    assert ("ROUNDS_SESSION_DAYS", "90") in [(name, default) for name, default, _ in rows]


def test_values_are_read_by_their_type():
    found = from_env({"ROUNDS_DEMO": "yes", "ROUNDS_TRUSTED_PROXIES": "1",
                      "ROUNDS_DATA_FOLDER": "/srv/rounds"})  # fmt: skip
    assert (found.demo, found.trusted_proxies) == (True, 1)
    assert found.url == "sqlite:////srv/rounds/rounds.sqlite"


def test_all_problems_are_listed_not_only_the_first():
    found = problems(DEMO="maybe", TRUSTED_PROXIES="-1", ZONE="Mars/Base", WORKER="everywhere")
    assert len(found) == 4


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SESSION_DAYS", "ninety", "not a whole number"),
        ("SESSION_DAYS", "0", "between 1 and 366"),
        ("PUBLIC_URL", "rounds.example.com", "https://"),
        ("DATABASE_URL", "mysql://x", "postgresql://"),
        ("LOG_FORMAT", "xml", "console, json"),
        ("SESION_DAYS", "9", "did you mean ROUNDS_SESSION_DAYS?"),
        ("FROBNICATE", "9", "no such setting"),
        ("ZONE_FILE", "/tmp/zone", "ROUNDS_ZONE"),
    ],
)
def test_a_fault_says_what_to_do(name, value, said):
    (problem,) = problems(**{name: value})
    assert problem.startswith(f"ROUNDS_{name}: ")
    assert said in problem


def test_the_tests_own_variable_is_no_fault():
    from_env({"ROUNDS_SHARED": "/srv/data", "HOME": "/root"})


def test_a_secret_may_lie_in_a_file(tmp_path: Path):
    file = tmp_path / "key"
    file.write_text("postgresql://a:hush@b/c\n")
    read = from_env({"ROUNDS_DATABASE_URL_FILE": str(file)})
    assert read.database_url == "postgresql://a:hush@b/c"
    assert "keep one" in problems(DATABASE_URL="x", DATABASE_URL_FILE=str(file))[0]
    assert "cannot be read" in problems(DATABASE_URL_FILE=str(tmp_path / "none"))[0]


def test_secrets_do_not_show():
    shown = repr(Settings(database_url="postgresql://a:hush@b/c"))
    assert "hush" not in shown


def test_options_of_the_command_line_win_where_they_are_given():
    found = settings.changed(Settings(), data_folder=Path("x"), database_url=None)
    assert (found.data_folder, found.database_url) == (Path("x"), "")
