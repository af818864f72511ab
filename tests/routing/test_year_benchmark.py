"""The year in the field: what happens there, how it is counted, and that opponents are able."""

import ast
from dataclasses import astuple, dataclass, replace
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from routing import cadence, plan
from routing.domain import (
    Cadence,
    Channel,
    DayRoute,
    DueVisit,
    HeldKind,
    MonthDay,
    OpeningHours,
    Plan,
    Problem,
    Reason,
    Season,
    SeasonState,
    SeasonWindow,
    Unplanned,
)
from routing.travel import TravelTimes
from tests.benchmarks import year
from tests.benchmarks.year import (
    chance,
    evaluator,
    field,
    makers,
    nights,
    ours,
    report,
    rhythm,
)
from tests.benchmarks.year.evaluator import Figures
from tests.benchmarks.year.field import DayLog, Outcome
from tests.benchmarks.year.nights import Night, YearLog
from tests.benchmarks.year.opponents import OPPONENTS, fixed_cycle
from tests.benchmarks.year.ours import NAME
from tests.benchmarks.year.records import Key, Record, Store
from tests.benchmarks.year.world import (
    BASE_AT,
    END_S,
    FIRST,
    HOUR,
    LUNCH_S,
    START_S,
    Appointment,
    Site,
    World,
    retry_from,
)
from tests.routing import problems
from tests.routing.problems import hours, line

YEAR = Path(evaluator.__file__).parent


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def site(number: int = 1, *, last: int | None = -14, known_from: int = -300, **changes) -> Site:
    """Core B at place ``number``, every 14 days within 3, seen 14 days before the year."""
    account = problems.account(number, **changes)
    return Site(account, BASE_AT, day(known_from), None if last is None else day(last))


@dataclass(frozen=True)
class CalmWorld(World):
    """A world in which everything goes as known."""

    def drive_s(self, on, a, b):
        return self.travel.duration_s[a][b]

    def service_s(self, account_id, on):
        return self.by_id[account_id].service_s

    def is_away(self, account_id, on):
        return False

    def cancels_before(self, account_id, on):
        return False

    def cancels(self, account_id, on):
        return False


def calm(*sites: Site, step_s: int = 600, weeks: int = 4, **changes) -> CalmWorld:
    """Accounts on a line, ``step_s`` apart; Monday to Friday worked."""
    matrix = line(len(sites) + 1, step_s)
    working = tuple(day(n) for n in range(7 * (weeks + 8)) if day(n).weekday() < 5)
    fields = {"working": working, "ill": {}, "appointments": ()} | changes
    travel = TravelTimes(matrix, matrix, "line")
    return CalmWorld(1, 0, "fits", weeks, sites, travel, **fields)


@cache
def whole(rep: int) -> World:
    return makers.world(5, rep)


@cache
def calmed(rep: int) -> CalmWorld:
    """Two weeks of a made rep."""
    world = whole(rep)
    return CalmWorld(
        world.seed, rep, world.load, 2, world.sites, world.travel, world.working, {},
        world.appointments,
    )  # fmt: skip


# Chance and the world


def test_chance_hangs_on_the_key_alone():
    first = [chance.share(1, "away", n) for n in range(5)]
    assert [chance.share(1, "away", n) for n in reversed(range(5))] == first[::-1]


def test_chance_is_even_and_its_factors_have_median_one():
    shares = [chance.share("even", n) for n in range(2000)]
    assert sum(share < 0.25 for share in shares) == pytest.approx(500, abs=60)
    factors = [chance.factor(0.25, "even", n) for n in range(2000)]
    assert sum(factor < 1 for factor in factors) == pytest.approx(1000, abs=80)


def test_a_seed_gives_one_world_and_another_seed_another():
    assert makers.world(5, 0) == whole(0)
    assert makers.world(6, 0).sites != whole(0).sites


def test_a_shorter_year_is_the_beginning_of_the_longer_one():
    assert replace(makers.world(5, 2, weeks=13), weeks=52) == whole(2)


def test_loads_come_in_turn_and_each_asks_for_its_share_of_the_hours():
    for rep, (load, (least, most)) in enumerate(makers.LOADS.items()):
        world = whole(rep)
        assert world.load == load
        assert least - 0.01 <= share_of_hours(world) <= most + 0.01


def share_of_hours(world: World) -> float:
    drafts = [
        makers._Draft(s.account, s.known_from, makers._way_s(world.travel, s.account.location))
        for s in world.sites
    ]
    days = sum(on < world.end for on in world.working)
    lost = (1 - makers.ILL_SHARE) * (1 - makers.IDLE_SHARE)
    return sum(d.work_s() for d in drafts) / (days * (END_S - START_S - LUNCH_S) * lost)


def test_a_retry_comes_two_working_days_later():
    assert retry_from(date(2026, 3, 5)) == date(2026, 3, 9)


# One day in the field


def made(log: DayLog) -> list[str]:
    return log.of(Outcome.MADE)


def test_a_calm_day_is_driven_in_its_order_and_its_hours_add_up():
    log = field.drive(calm(site(1), site(2)), FIRST, ["a2", "a1"])
    assert made(log) == ["a2", "a1"]
    assert log.driving_s == 1200 + 600 + 600
    assert log.field_s == log.driving_s + 2 * 1800


def test_a_rep_leaves_late_for_a_door_that_opens_late():
    late = OpeningHours(((hours(10, 11),),) * 7)
    log = field.drive(calm(site(1, hours=late)), FIRST, ["a1"])
    assert log.field_s == 600 + 1800 + 600


def test_a_closed_door_is_skipped_and_the_next_one_is_not():
    mornings = OpeningHours(((hours(8, 8.5),),) * 7)
    log = field.drive(calm(site(1), site(2, hours=mornings)), FIRST, ["a1", "a2"])
    assert log.outcomes == (("a1", Outcome.MADE), ("a2", Outcome.CLOSED))
    assert log.driving_s == 1200


def test_who_missed_the_morning_does_not_wait_for_the_afternoon_unless_the_list_meant_it():
    split = OpeningHours(((hours(8, 10), hours(14, 18)),) * 7)
    sites = [site(1), site(2, hours=split)]
    meant = field.drive(calm(*sites, step_s=3600), FIRST, ["a2"])
    assert made(meant) == ["a2"]

    class Jam(CalmWorld):
        def service_s(self, account_id, on):
            return 3 * HOUR

    jam = Jam(**calm(*sites).__dict__)
    assert dict(field.drive(jam, FIRST, ["a1", "a2"]).outcomes)["a2"] is Outcome.CLOSED


def test_what_ends_more_than_half_an_hour_after_work_is_dropped():
    long = [site(n, cadence=Cadence(14, 0.25, 2 * HOUR)) for n in (1, 2, 3, 4, 5)]
    log = field.drive(calm(*long, step_s=60), FIRST, ["a1", "a2", "a3", "a4", "a5"])
    assert [what for _, what in log.outcomes] == [Outcome.MADE] * 4 + [Outcome.DROPPED]


def test_lunch_is_eaten_once_and_is_no_working_time():
    long = [site(n, cadence=Cadence(14, 0.25, 2 * HOUR)) for n in (1, 2, 3)]
    log = field.drive(calm(*long, step_s=60), FIRST, ["a1", "a2", "a3"])
    assert log.field_s == 3 * 2 * HOUR + log.driving_s


def test_lunch_waits_for_a_door_that_would_close():
    busy = site(1, cadence=Cadence(14, 0.25, 12_600))
    noon = site(2, hours=OpeningHours(((hours(8, 12.5),),) * 7))
    log = field.drive(calm(busy, noon, step_s=60), FIRST, ["a1", "a2"])
    assert made(log) == ["a1", "a2"]


def test_a_visit_called_off_costs_nothing_and_a_door_nobody_opens_costs_the_way():
    class Moody(CalmWorld):
        def cancels(self, account_id, on):
            return account_id == "a1"

        def is_away(self, account_id, on):
            return account_id == "a2"

    moody = Moody(**calm(site(1), site(2)).__dict__)
    called_off, away = (field.drive(moody, FIRST, [one]) for one in ("a1", "a2"))
    assert (called_off.outcomes, called_off.field_s) == ((("a1", Outcome.CANCELLED),), 0)
    assert (away.outcomes, away.driving_s) == ((("a2", Outcome.MISSED),), 2400)


def test_calls_are_made_after_coming_home_and_add_their_minutes():
    call = site(2, cadence=Cadence(84, 0.25, 900, Channel.PHONE))
    log = field.drive(calm(site(1), call), FIRST, ["a2", "a1"])
    assert made(log) == ["a1", "a2"]
    assert log.field_s == 1200 + 1800 + 900


def test_an_agreed_hour_counts_more_than_opening_hours():
    agreed = Appointment("a1", day(-1), FIRST, hours(15, 16))
    closed = site(1, hours=OpeningHours(((hours(8, 9),),) * 7))
    log = field.drive(calm(closed, site(2), appointments=(agreed,)), FIRST, ["a2", "a1"])
    assert made(log) == ["a2", "a1"]
    assert log.field_s > 5 * HOUR


# Nights


class Recorder:
    """Lists the same accounts every day and remembers what it was told."""

    def __init__(self, *listed: str) -> None:
        self.listed, self.told = listed, []

    def plan(self, tonight):
        self.told.append(tonight)
        return {on: self.listed for on in tonight.days}


def test_the_first_morning_of_an_illness_surprises_and_the_rest_is_known():
    ill = {day(1): day(1), day(2): day(1)}
    recorder = Recorder("a1")
    log = nights.simulate(calm(site(1), weeks=1, ill=ill), recorder)
    assert [night.first for night in log.nights] == [day(0), day(1), day(3), day(4)]
    assert [one.ill for one in log.days] == [False, True, False, False]
    assert day(2) in recorder.told[1].days
    assert day(2) not in recorder.told[2].days


def test_a_lead_is_unknown_until_the_evening_it_appears():
    recorder = Recorder("a1")
    nights.simulate(calm(site(1), site(2, last=None, known_from=1), weeks=1), recorder)
    assert [len(tonight.sites) for tonight in recorder.told] == [1, 1, 2, 2, 2]


def test_a_visit_called_off_the_day_before_is_heard_of_that_night():
    class Moody(CalmWorld):
        def cancels_before(self, account_id, on):
            return on == day(1)

    recorder = Recorder("a1")
    log = nights.simulate(Moody(**calm(site(1), weeks=1).__dict__), recorder)
    assert log.nights[1].called_off == ("a1",)
    assert recorder.told[1].not_before == {"a1": day(3)}


def test_history_holds_the_visits_made_and_no_others():
    recorder = Recorder("a1")
    nights.simulate(calm(site(1), weeks=1), recorder)
    assert recorder.told[2].made == {"a1": (day(-14), day(0), day(1))}


# The evaluator: what was asked for


def test_the_evaluator_knows_of_routing_only_its_nouns():
    for name in ("evaluator", "rhythm", "nights", "field", "world", "chance"):
        tree = ast.parse((YEAR / f"{name}.py").read_text())
        named = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        named |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        ours = {module for module in named if module.split(".")[0] == "routing"}
        assert ours <= {"routing.domain", "routing.travel"}, name


SUMMER = Season((SeasonWindow(SeasonState.IN, MonthDay(5, 1), MonthDay(9, 30)),))


def test_a_ramp_asks_for_two_visits_on_its_days_14_and_35():
    asked = rhythm.rhythm(problems.account(1, season=SUMMER), FIRST, day(200))
    opening = date(2026, 5, 1)
    ramp = opening - timedelta(days=42)
    assert asked.required(FIRST, ramp) == 0
    assert asked.required(ramp, opening) == pytest.approx(2)
    assert asked.since(FIRST, ramp + timedelta(days=14)) == pytest.approx(1)
    first_visit = ramp + timedelta(days=14)
    assert asked.since(first_visit, ramp + timedelta(days=35)) == pytest.approx(1)


def test_closing_time_writes_off_what_is_open():
    asked = rhythm.rhythm(problems.account(1, season=SUMMER), FIRST, day(300))
    closing = date(2026, 10, 1)
    assert asked.since(date(2026, 9, 1), closing - timedelta(days=1)) == pytest.approx(29 / 14)
    assert asked.since(date(2026, 9, 1), closing + timedelta(days=30)) == 0


def test_two_readings_of_the_rules_require_the_same_visits():
    """The evaluator's and the planner's share no line; where they differ, one is wrong."""
    for one in whole(1).sites:
        account = one.account
        season = cadence.season_for(account.account_class, account.season)
        asked = rhythm.rhythm(account, FIRST, day(400))
        for start, end in ((0, 364), (30, 90), (200, 300)):
            theirs = cadence.required_visits(account.cadence, season, day(start), day(end))
            assert asked.required(day(start), day(end)) == pytest.approx(theirs)
        assert asked.slack == pytest.approx(cadence.tolerance(account.cadence))


# The evaluator: what was made of it


def served(one: Site, *visits: int, weeks: int = 4) -> tuple[float, ...]:
    """Returns (required, counted, extra, due, on time, late days)."""
    told = evaluator.served(one, [day(n) for n in visits], day(7 * weeks))
    return round(told.required, 9), *astuple(told)[1:]


def test_a_visit_every_fortnight_is_all_that_is_required():
    assert served(site(), 0, 14) == (2.0, 2, 0, 2, 2, 0)


def test_a_visit_before_the_due_window_opens_is_extra():
    """10 days after the last one, 11 would do; the next one counts from the visit that counted."""
    assert served(site(), 0, 10, 14) == (2.0, 2, 1, 2, 2, 0)


def test_a_visit_after_20_days_counts_but_is_late_by_two_days():
    """The window is over after day 17; days 18 and 19 stand late, on day 20 the visit is made."""
    assert served(site(), 0, 20) == (2.0, 2, 0, 2, 1, 2)


def test_due_and_never_done_is_one_late_visit():
    """The window is over after day 3; days 4 to 27 stand late."""
    assert served(site()) == (2.0, 0, 0, 1, 0, 24)


def test_a_lead_is_due_on_its_first_day_and_owes_nothing_before():
    assert served(site(last=None, known_from=14), 15) == (1.0, 1, 0, 1, 1, 0)


def test_an_account_off_season_is_owed_nothing_and_never_late():
    assert served(site(season=SUMMER, last=-150), weeks=2) == (0.0, 0, 0, 0, 0, 0)


def test_attainment_weighs_by_value_and_counts_no_more_than_required():
    world = calm(site(1, value=3.0), site(2, value=1.0))
    days = [DayLog(day(n), (("a1", Outcome.MADE),)) for n in (0, 11, 22)]
    shown = [Night(one.on, {}, 0.5) for one in days]
    figures = evaluator.evaluated(world, YearLog(shown, days))
    assert figures.counted == 3
    assert (figures.served, figures.required) == pytest.approx((2.0, 4.0))
    assert (figures.served_value, figures.required_value) == pytest.approx((6.0, 8.0))
    assert report.attained(figures) == pytest.approx(0.75)
    assert figures.cpu_s == 1.5


def test_driving_and_outcomes_add_up():
    call = site(2, cadence=Cadence(84, 0.25, 900, Channel.PHONE))
    made_both = DayLog(day(0), (("a1", Outcome.MADE), ("a2", Outcome.MADE)), 600, 3000)
    missed = DayLog(day(1), (("a1", Outcome.MISSED), ("a2", Outcome.DROPPED)), 300, 1000)
    log = YearLog([Night(day(0), {}, 0), Night(day(1), {}, 0)], [made_both, missed])
    figures = evaluator.evaluated(calm(site(1), call), log)
    assert (figures.made, figures.in_person, figures.missed, figures.dropped) == (2, 1, 1, 1)
    assert (figures.driving_s, figures.field_s) == (900, 4000)
    assert report.driving_min(figures) == 15


def test_figures_of_reps_add_up():
    total = Figures(required=1.5, kept=2) + Figures(required=2.0, kept=3, nights=1)
    assert total == Figures(required=3.5, kept=5, nights=1)


# The evaluator: what people saw in advance


def moved(before: dict, after: dict, outcomes=(), ill: bool = False, **changes) -> tuple[int, int]:
    """Returns what was shown one night and what of it moved, days as numbers."""
    first = Night(day(0), {day(n): listed for n, listed in before.items()}, 0)
    following = Night(day(1), {day(n): listed for n, listed in after.items()}, 0, **changes)
    days = [DayLog(day(0), tuple(outcomes), ill=ill), DayLog(day(1))]
    figures = evaluator.evaluated(
        calm(*(site(n) for n in (1, 2, 3))), YearLog([first, following], days)
    )
    return figures.shown, figures.moved


def test_a_visit_on_another_date_or_gone_has_moved():
    assert moved({1: ["a1"], 2: ["a2"], 3: ["a3"]}, {1: ["a1"], 4: ["a2"]}) == (3, 2)


def test_another_order_on_the_same_date_is_no_move():
    assert moved({1: ["a1", "a2"]}, {1: ["a2", "a1"]}) == (2, 0)


def test_what_lies_beyond_14_days_was_not_shown():
    assert moved({13: ["a1"], 14: ["a2"]}, {}) == (1, 1)


def test_a_visit_made_has_not_moved_and_one_that_found_no_time_has():
    outcomes = (("a1", Outcome.MADE), ("a2", Outcome.DROPPED))
    assert moved({0: ["a1", "a2"]}, {1: ["a2"]}, outcomes) == (1, 1)


@pytest.mark.parametrize("outcome", [Outcome.MISSED, Outcome.CANCELLED])
def test_what_an_account_upset_is_not_the_planners_move(outcome):
    assert moved({0: ["a1"], 7: ["a1"]}, {3: ["a1"]}, [("a1", outcome)]) == (0, 0)


@pytest.mark.parametrize("how", ["called_off", "agreed"])
def test_what_was_called_off_or_agreed_overnight_is_not_the_planners_move(how):
    assert moved({1: ["a1"], 2: ["a2"]}, {2: ["a2"]}, **{how: ("a1",)}) == (1, 0)


def test_a_day_ill_moves_its_own_visits_but_excuses_no_others():
    assert moved({0: ["a1"], 1: ["a2"], 8: ["a1"]}, {1: ["a1"]}, ill=True) == (1, 1)


def kept(last_night: dict, on_the_day: DayLog, **changes) -> tuple[int, int]:
    """Returns what was shown 14 days ahead for day 13, seen on day 0, and what of it was kept."""
    first = Night(day(0), {day(n): listed for n, listed in last_night.items()}, 0)
    between = Night(day(7), {}, 0, **changes)
    log = YearLog(
        [first, between, Night(day(13), {}, 0)],
        [DayLog(day(0)), DayLog(day(7), (("a3", Outcome.MISSED),)), on_the_day],
    )
    figures = evaluator.evaluated(calm(*(site(n) for n in (1, 2, 3))), log)
    return figures.first_shown, figures.kept


def test_a_visit_is_kept_if_made_on_the_date_first_shown():
    shown = {13: ["a1", "a2"], 12: ["a3"]}
    assert kept(shown, DayLog(day(13), (("a1", Outcome.MADE),))) == (2, 1)


def test_nobody_keeps_what_the_account_upset():
    """a3 was out in between, a1 is out on the day, a2 called off."""
    shown = {13: ["a1", "a2", "a3"]}
    on_the_day = DayLog(day(13), (("a1", Outcome.MISSED),))
    assert kept(shown, on_the_day, called_off=("a2",)) == (0, 0)


def test_a_date_ill_is_not_judged():
    assert kept({13: ["a1"]}, DayLog(day(13), ill=True)) == (0, 0)


# Opponents


@pytest.mark.parametrize("name", OPPONENTS)
@pytest.mark.parametrize("rep", [0, 2])
def test_where_all_goes_as_known_an_opponents_list_is_done_to_the_last_visit(name, rep):
    log = nights.simulate(calmed(rep), OPPONENTS[name]())
    outcomes = [what for one in log.days for _, what in one.outcomes]
    assert set(outcomes) == {Outcome.MADE}
    assert len(outcomes) > 5 * len(log.days)


@pytest.mark.parametrize("name", OPPONENTS)
def test_opponents_list_20_working_days_and_nobody_before_the_due_window_opens(name):
    world = calmed(0)
    log = nights.simulate(world, OPPONENTS[name]())
    assert {len(night.shown) for night in log.nights} == {20}
    figures = evaluator.evaluated(world, log)
    assert figures.extra <= len(world.appointments)


@pytest.mark.parametrize("name", OPPONENTS)
def test_opponents_keep_appointments(name):
    agreed = Appointment("a2", day(-1), day(2), hours(15, 16))
    world = calm(site(1), site(2), weeks=1, appointments=(agreed,))
    figures = evaluator.evaluated(world, nights.simulate(world, OPPONENTS[name]()))
    assert (figures.appointments, figures.appointments_kept) == (1, 1)


@pytest.mark.parametrize("name", OPPONENTS)
def test_opponents_leave_alone_who_was_out_until_the_retry(name):
    class Out(CalmWorld):
        def is_away(self, account_id, on):
            return on <= day(1)

    world = Out(**calm(site(1), weeks=6).__dict__)
    log = nights.simulate(world, OPPONENTS[name]())
    tried = [one.on for one in log.days if one.outcomes]
    assert tried
    assert tried[0] > day(1) or retry_from(tried[0]) <= tried[1]


def test_a_fixed_cycle_gives_four_two_or_one_slot():
    weekly, fortnightly, rare = (
        site(n, cadence=Cadence(interval, 0.25)) for n, interval in ((1, 7), (2, 14), (3, 84))
    )
    slots = fixed_cycle.assigned([weekly, fortnightly, rare])
    assert [len(slots[one.id][1]) for one in (weekly, fortnightly, rare)] == [4, 2, 1]


def test_a_slot_comes_back_every_28_days():
    slot = (2, (1,))
    assert fixed_cycle.latest(slot, day(9)) == day(9)
    assert fixed_cycle.latest(slot, day(36)) == day(9)
    assert fixed_cycle.latest(slot, day(37)) == day(37)


def test_stretched_intervals_grow_with_the_load_and_never_shrink():
    """Fifteen accounts a day, weekends included, of an hour each are 2.6 times the hours there."""
    daily = Cadence(1, 0.5, HOUR)
    factors = []
    for many in (2, 15):
        planner = OPPONENTS["stretched"]()
        world = calm(*(site(n + 1, cadence=daily) for n in range(many)), step_s=60, weeks=1)
        nights.simulate(world, planner)
        factors.append(planner.factor)
    assert factors == [1, pytest.approx(2.6, abs=0.1)]


# Our own planner, asked as the server asks it


def asked_on(number: int, world: World, *listed: str):
    """Returns the problem of the night before a day, all nights before it asked as well."""
    recorder, planner = Recorder(*listed), ours.Ours()
    nights.simulate(world, recorder)
    return [planner.problem(tonight) for tonight in recorder.told][number]


def test_a_need_carried_from_night_to_night_is_that_of_the_whole_history():
    weekly = site(1, cadence=Cadence(7, 2 / 7), season=SUMMER)
    world = calm(weekly, site(2), site(3, last=None, known_from=2), weeks=3)
    for account in asked_on(14, world, "a1", "a2", "a3").accounts:
        one = world.by_id[account.id]
        before = [one.last_visit] if one.last_visit else []
        seen = [day(n) for n in range(18) if n % 7 < 5 and day(n) > one.known_from]
        whole_need = cadence.need_after(
            account.cadence, account.season, [cadence.Touch(on) for on in (*before, *seen)],
            account.id, day(17), known_since=None if one.last_visit else one.known_from,
        )  # fmt: skip
        assert account.need.on == day(17)
        assert account.need.value == pytest.approx(whole_need.value)
        assert account.last_visit == seen[-1]


def test_today_and_tomorrow_are_frozen_and_all_of_last_night_is_published():
    problem = asked_on(1, calm(site(1), weeks=1), "a1")
    assert [held.on for held in problem.held] == [day(1), day(2)]
    assert {held.kind for held in problem.held} == {HeldKind.FROZEN}
    seen_last_night = problem.rep.working_days[:-1]
    assert [one.on for one in problem.published] == [worked.on for worked in seen_last_night]


def test_nobody_holds_or_publishes_a_visit_called_off():
    class Moody(CalmWorld):
        def cancels(self, account_id, on):
            return on == day(0)

    problem = asked_on(1, Moody(**calm(site(1), weeks=1).__dict__), "a1")
    assert problem.accounts[0].not_before == day(2)
    assert [held.on for held in problem.held] == [day(2)]
    assert day(1) not in {one.on for one in problem.published}


def test_an_appointment_is_held_at_its_hour():
    agreed = Appointment("a1", day(-1), day(3), hours(15, 16))
    (held,) = asked_on(0, calm(site(1), weeks=1, appointments=(agreed,)), "a1").held
    assert (held.on, held.kind, held.window) == (day(3), HeldKind.APPOINTMENT, agreed.window)


def test_our_planner_sees_everybody_who_is_due():
    world = calm(site(1), site(2), weeks=1)
    log = nights.simulate(replace(world, working=world.working[:5]), ours.Ours(seconds=0.01))
    assert sorted(one for day_log in log.days for one in made(day_log)) == ["a1", "a2"]


def a_plan(problem: Problem, driving_s: int, *missed: str) -> Plan:
    """A plan that drives so much on its first day and leaves these accounts' visits out."""
    left = (DueVisit(one, 0, problem.today, problem.today, problem.today) for one in missed)
    return Plan(
        "rep", problem.today, problem.last_day,
        (DayRoute(problem.today, START_S, END_S, travel_s=driving_s),),
        tuple(Unplanned(visit, Reason.NOT_ENOUGH_HOURS) for visit in left),
    )  # fmt: skip


def test_every_tenth_week_one_night_is_planned_again_with_more_effort(monkeypatch):
    def make(problem: Problem, params: plan.PlanParams) -> Plan:
        return a_plan(problem, 1000 if params == ours.effort(2.0) else 900)

    monkeypatch.setattr(plan, "make_plan", make)
    planner = ours.Ours(seconds=2.0)
    mondays = tuple(day(7 * n) for n in range(22))
    world = replace(calm(site(1), weeks=22), working=mondays)
    nights.simulate(world, planner, planner.look_again)
    assert [spot.on for spot in planner.spots] == [day(70), day(140)]
    assert [spot.gain for spot in planner.spots] == pytest.approx([0.1, 0.1])


def test_the_cost_of_a_plan_is_its_driving_and_the_value_of_what_has_no_day():
    problem = asked_on(0, calm(site(1), site(2, value=2.5), weeks=1), "a1")
    assert ours.cost(problem, a_plan(problem, 600)) == 600
    assert ours.cost(problem, a_plan(problem, 600, "a1", "a2")) == 600 + 7200 * 3.5


# Promises


def figures(**changes) -> Figures:
    """Attains 90 %, drives 10 minutes a visit, serves 9 an hour, moves 10 %, keeps 90 %."""
    plain = {
        "required_value": 1000.0, "served_value": 900.0, "in_person": 100, "driving_s": 60_000,
        "field_s": 360_000, "shown": 100, "moved": 10, "first_shown": 100, "kept": 90,
    }  # fmt: skip
    return Figures(**(plain | changes))


def test_a_planner_far_ahead_breaks_no_promise():
    ours = figures(driving_s=50_000, field_s=300_000, moved=5, kept=80)
    assert report.broken({NAME: ours, "other": figures()}) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"driving_s": 52_000}, "15% less driving a visit than other (attains as much)"),
        ({"field_s": 330_000}, "10% more priority an hour than other"),
        ({"moved": 6}, "50% of the moved visits of other"),
        ({"kept": 79}, "80% of visits made on the day first shown"),
    ],
)
def test_each_promise_can_break_by_itself(changes, said):
    good = {"driving_s": 50_000, "field_s": 300_000, "moved": 5}
    (text,) = report.broken({NAME: figures(**(good | changes)), "other": figures()})
    assert text.startswith(said)


def test_the_best_opponent_attains_as_much_and_drives_least():
    lazy = figures(served_value=800.0, driving_s=10_000)
    near, far = figures(served_value=896.0, driving_s=55_000), figures(driving_s=60_000)
    others = {"lazy": lazy, "near": near, "far": far}
    assert report.best(figures(), others) == ("near", "attains as much")


def test_where_nobody_attains_as_much_the_one_that_attains_most_is_the_measure():
    others = {"less": figures(served_value=700.0), "more": figures(served_value=800.0)}
    name, how = report.best(figures(), others)
    assert name == "more"
    assert how.startswith("none attains as much")


def test_a_result_found_again_is_the_one_written_and_another_stamp_is_none(tmp_path):
    key = Key("stamp", 1, 13, 0, NAME, 2.0)
    record = Record(key, "fits", figures(), (0.01,))
    Store(tmp_path).add(record)
    with (tmp_path / "results.jsonl").open("a") as lines:
        lines.write('{"key": {"stamp": "cut sho')
    again = Store(tmp_path)
    assert again.find(key) == record
    assert again.find(replace(key, stamp="other")) is None


def test_a_run_goes_on_where_it_was_cut_off(tmp_path, monkeypatch):
    lived: list[Key] = []

    def live(key: Key, world: World, looks_again: bool) -> Record:
        lived.append(key)
        if len(lived) == 4:
            raise KeyboardInterrupt
        return Record(key, world.load, figures())

    monkeypatch.setattr(year, "lived", live)
    run = year.Run(seed=5, reps=1, weeks=1, seconds=2.0, looks_again=False)
    silent = Console(file=StringIO())
    with pytest.raises(KeyboardInterrupt):
        year.measured(run, Store(tmp_path), silent)
    records = year.measured(run, Store(tmp_path), silent)
    assert [record.key.planner for record in records] == [NAME, *OPPONENTS]
    assert len(lived) == 1 + len(records)


def test_the_table_has_a_row_for_each_load_and_planner_and_all_together():
    made_by = [
        Record(Key("s", 1, 13, rep, name), load, figures())
        for rep, load in enumerate(("fits", "over"))
        for name in (NAME, "other")
    ]
    rows = report.result(made_by).rows
    assert [row[:2] for row in rows] == [
        (load, name) for load in ("all", "fits", "over") for name in (NAME, "other")
    ]
    assert {len(row) for row in rows} == {len(report.COLUMNS)}
