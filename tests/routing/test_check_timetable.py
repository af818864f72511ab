"""The referee's clock beside the solvers' own: written apart, they must agree on what fits."""

import random
from itertools import pairwise, permutations

import pytest

from routing.check import timetable
from routing.check.base import Day
from routing.check.timetable import Timetable, Wanted
from routing.domain import DayRoute, Underway, WorkingDay
from routing.rotation import timing
from tests.routing.problems import MONDAY, account, hours, line, problem

MOST_STOPS = 4


def frame_of(work, calls_s=0, underway=None):
    empty = problem(account(9), underway=underway)
    return timetable.frame(Day(empty, {}, DayRoute(MONDAY, 0, 0), work), calls_s)


def table(work, *visits, calls_s=0, step_s=600):
    return Timetable(frame_of(work, calls_s), line(10, step_s), visits)


def visit(place, start, end, minutes=30):
    begin = timetable.starts((hours(start, end),), 60 * minutes, ())
    return Wanted(f"a{place}", place, 60 * minutes, begin)


def odd_day(dice):
    """A shift, some meetings, mostly a lunch; now and then under way already."""
    busy = tuple(
        hours(s, s + dice.choice([0.25, 1, 2]))
        for s in dice.sample([7, 8, 9.5, 11, 12, 13.5, 16], dice.choice([0, 0, 1, 2]))
    )
    shift = dice.choice([hours(8, 17), hours(7, 12), hours(11, 15), hours(13, 19), hours(9, 13)])
    lunch = dice.choice([None, hours(11.5, 13.5), hours(12, 12.75), hours(11, 15)])
    work = WorkingDay(MONDAY, shift, lunch, 2700 if lunch else 0, busy)
    underway = Underway(MONDAY, dice.randint(0, 9), dice.randint(7, 14) * 3600, dice.random() < 0.3)
    return work, underway if dice.random() < 0.3 else None


def odd_visits(dice):
    """Up to four places with a window or two, each long enough or not."""
    found = []
    for place in dice.sample(range(1, 10), dice.randint(0, MOST_STOPS)):
        first = dice.choice([6, 8, 9, 11, 12.25, 14])
        windows = [hours(first, first + dice.choice([0.5, 1, 3, 9]))]
        if dice.random() < 0.3:
            windows.append(hours(15, 18))
        found.append((place, windows, dice.choice([600, 1800, 5400])))
    return found


def solvers_say(work, underway, travel, wanted, calls_s):
    clock = timing.clock(work, underway, calls_s)
    path = [underway.location if underway else 0, *(place for place, _, _ in wanted), 0]
    drives = [travel[a][b] for a, b in pairwise(path)]
    spans = [timing.start_spans(windows, s, clock.busy) for _, windows, s in wanted]
    return timing.times(clock, drives, spans, [s for _, _, s in wanted]) is not None


def wanted_of(here, wanted):
    return [
        Wanted(f"a{place}", place, s, timetable.starts(windows, s, here.busy))
        for place, windows, s in wanted
    ]


@pytest.mark.parametrize("seed", range(8))
def test_what_fits_a_day_is_what_the_solvers_can_drive(seed):
    dice = random.Random(seed)
    travel = line(10, 600)
    answers = []
    for _ in range(400):
        (work, underway), wanted = odd_day(dice), odd_visits(dice)
        calls_s = dice.choice([0, 0, 900, 7200])
        here = frame_of(work, calls_s, underway)
        answers.append(solvers_say(work, underway, travel, wanted, calls_s))
        assert Timetable(here, travel, wanted_of(here, wanted)).possible() is answers[-1]
    assert 40 < sum(answers) < 360  # a test that only ever hears one answer hears nothing


@pytest.mark.parametrize("seed", range(4))
def test_the_cheapest_way_in_is_the_cheapest_of_all_positions(seed):
    dice = random.Random(seed)
    travel = [[dice.randint(1, 2000) for _ in range(10)] for _ in range(10)]
    fitted = 0
    for _ in range(200):
        (work, underway), wanted = odd_day(dice), odd_visits(dice)
        if not wanted:
            continue
        *there, new = wanted
        here = frame_of(work, 0, underway)
        start = underway.location if underway else 0
        path = [start, *(place for place, _, _ in there), 0]
        found = [
            travel[a][new[0]] + travel[new[0]][b] - travel[a][b]
            for k, (a, b) in enumerate(pairwise(path))
            if solvers_say(work, underway, travel, [*there[:k], new, *there[k:]], 0)
        ]
        visits = wanted_of(here, wanted)
        best = Timetable(here, travel, visits[:-1]).cheapest(visits[-1])
        assert best == min(found, default=None)
        fitted += best is not None
    assert 20 < fitted < 180


NINE_TO_FIVE = WorkingDay(MONDAY, hours(9, 17))


def test_a_visit_ends_in_the_window_it_began_in():
    """An hour's drive from nine on, half an hour there: until half past ten at the earliest."""
    assert table(NINE_TO_FIVE, visit(6, 8, 10.5)).possible()
    assert not table(NINE_TO_FIVE, visit(6, 8, 10.4)).possible()


def test_lunch_is_eaten_on_the_road_or_at_base():
    """Seven hours and a half of work leave room for half an hour of lunch, not for more."""
    long = [visit(6, 0, 24, 330)]
    for lunch_s, fits in ((1800, True), (1801, False)):
        work = WorkingDay(MONDAY, hours(9, 17), hours(9, 17), lunch_s)
        assert table(work, *long).possible() is fits
    home_for_lunch = WorkingDay(MONDAY, hours(9, 17), hours(12, 17.5), 1800)
    assert table(home_for_lunch, visit(6, 0, 24, 360)).possible()


def test_meetings_interrupt_a_drive_but_no_visit():
    meeting = WorkingDay(MONDAY, hours(9, 12), busy=(hours(9.5, 10),))
    assert table(meeting, visit(6, 0, 24, 30)).possible()
    assert not table(meeting, visit(6, 0, 24, 31)).possible()


def test_calls_need_their_time_after_coming_home():
    assert table(NINE_TO_FIVE, visit(6, 0, 24, 330), calls_s=1800).possible()
    assert not table(NINE_TO_FIVE, visit(6, 0, 24, 330), calls_s=1801).possible()
    assert table(NINE_TO_FIVE, visit(6, 0, 24, 330)).has_time_for(1800)
    assert not table(NINE_TO_FIVE, visit(6, 0, 24, 330)).has_time_for(1801)


def test_no_more_is_claimed_to_be_free_than_a_day_holds():
    """Whatever fits needs no more than what is said to be left."""
    dice = random.Random(5)
    for _ in range(100):
        work, underway = odd_day(dice)
        here, wanted = frame_of(work, 0, underway), odd_visits(dice)
        for order in permutations(wanted_of(here, wanted)):
            full = Timetable(here, line(10), order)
            assert not full.possible() or full.left_s() >= 0
