"""Where an account lies without coordinates: its ZIP's point, or a geocoder where one is set."""

import pytest
from geopy.exc import GeocoderServiceError

from server import errors
from server.accounts import places, store, tasks
from server.models import Account, GeocodedPlace, Request
from tests import factories
from tests.factories import NOW


def test_a_us_zip_has_a_point_also_with_its_extension():
    point = places.by_zip("53147", "US")
    assert point == places.by_zip("53147-1234", "United States")
    assert (round(point.lat, 1), round(point.lon), point.source) == (42.6, -88, "zip")


def test_a_zip_of_elsewhere_or_nowhere_has_none():
    assert places.by_zip("53147", "DE") is None
    assert places.by_zip("00000", "US") is None


def test_nobody_is_asked_without_a_street():
    assert places.query("", "53147", "Lake Geneva", "WI", "US") == ""
    assert places.query("1 Main St", "53147", "Geneva", "WI", "US") == (
        "1 Main St, 53147 Geneva, WI, US"
    )


def test_an_answer_before_the_service_fails_is_kept():
    def ask(line):
        if line == "b":
            raise GeocoderServiceError("down")
        return 1.0, 2.0

    assert places.found(["a", "b", "c"], ask) == {"a": (1.0, 2.0)}
    with pytest.raises(errors.ProviderFailed):
        places.found(["b"], ask)


def test_a_geocoder_nobody_knows_is_a_lasting_failure():
    with pytest.raises(errors.ProviderFailed) as failed:
        places.geocoder("atlantis")
    assert failed.value.permanent


def test_a_geocoder_moves_accounts_placed_roughly_and_is_never_asked_twice(session, monkeypatch):
    """Also the answer "nothing found" is kept."""
    cast = factories.make_cast(session)
    rough = factories.make_account(session, cast.ann, address="1 Main St", place_source="zip")
    exact = factories.make_account(session, cast.ann, address="2 Main St")
    factories.make_account(session, cast.ann, address="3 Main St", lat=None, lon=None)
    asked = []

    def fake(name, url=""):
        return lambda line: asked.append(line) or ((42.1, -88.1) if line[0] == "1" else None)

    monkeypatch.setattr(places, "geocoder", fake)
    task = tasks.Geocode()
    wanted = task.load(session, "nominatim", NOW)
    task.save(session, "nominatim", task.compute(wanted, lambda text: None), NOW)
    assert [line[0] for line in asked] == ["1", "3"]
    assert (rough.lat, rough.place_source, exact.place_source) == (42.1, "geocoder", "file")
    assert session.query(GeocodedPlace).count() == 2
    assert session.get(Request, ("plan", str(cast.ann)))
    assert task.load(session, "nominatim", NOW) is None
    assert store.load_unplaced(session) == ()
    assert session.get(Account, exact.id).lat == 42.59
