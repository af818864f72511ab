"""Addresses are encrypted with a key that only this installation has."""

import stat
from dataclasses import replace

import pytest

from server.busy import sealing
from server.settings import Settings, SettingsInvalid, from_env

ADDRESS = "https://calendar.example.org/private-4711/basic.ics"


def test_what_was_sealed_is_read_again_and_never_looks_the_same(settings):
    one, other = (sealing.seal(settings, ADDRESS) for _ in "ab")
    assert one != other
    assert sealing.unseal(settings, one) == sealing.unseal(settings, other) == ADDRESS


def test_without_a_setting_the_key_is_made_once_for_its_owner_alone(settings):
    sealing.seal(settings, ADDRESS)
    file = settings.data_folder / "secret.key"
    made = file.read_text()
    assert len(made) >= 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    sealing.seal(settings, ADDRESS)
    assert file.read_text() == made
    assert [one.name for one in settings.data_folder.glob("secret.key*")] == ["secret.key"]


def test_another_key_reads_nothing(settings):
    sealed = sealing.seal(settings, ADDRESS)
    with pytest.raises(sealing.KeyChanged):
        sealing.unseal(replace(settings, secret_key="x" * 32), sealed)


def test_a_short_key_stops_the_start_without_being_shown():
    with pytest.raises(SettingsInvalid) as failed:
        from_env({"ROUNDS_SECRET_KEY": "too-short"})
    assert "32 characters" in str(failed.value)
    assert "too-short" not in str(failed.value)
    assert "secret_key" not in repr(Settings(secret_key="k" * 40))
