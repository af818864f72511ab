"""How sabre/vobject's answer is taken, without it: only ``make bench`` asks it."""

import pytest

from tests.benchmarks import validator
from tests.calendars import golden, parsers, sabre

RAW = golden.GOLDEN["rep"]()
EVENTS = parsers.by_icalendar(RAW)


def told(version="4.5.6", faults=(), events=EVENTS):
    return sabre.answer({"version": version, "faults": [*faults], "events": [*map(list, events)]})


def test_an_answer_that_reads_as_all_others_do_is_no_problem():
    assert validator.problems(RAW, told()) == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (told(faults=["no PRODID"]), "sabre/vobject says: no PRODID"),
        (told(events=EVENTS[1:]), "by_libical reads 13 events, not 12"),
        (told(events=[EVENTS[0]._replace(start=1), *EVENTS[1:]]), "in another way"),
    ],
)
def test_a_fault_a_missing_event_and_another_instant_are_problems(answer, said):
    assert any(said in problem for problem in validator.problems(RAW, answer))


def test_version_2_hands_over_commas_and_semicolons_as_they_were_written():
    wanted = {one.summary for one in EVENTS}
    written = [one._replace(summary=one.summary.replace(",", "\\,").replace(";", "\\;"))
               for one in EVENTS]  # fmt: skip
    assert {one.summary for one in told("2.1.7", events=written).events} == wanted
    assert {one.summary for one in told("4.5.6", events=written).events} != wanted


def test_without_php_the_command_that_installs_it_is_said(monkeypatch):
    monkeypatch.setattr(sabre, "which", lambda name: None)
    with pytest.raises(ImportError, match="apt-get install -y php-cli php-sabre-vobject"):
        sabre.asked(RAW)
