"""Loads or compiles every inner loop, so that nobody who waits for an answer waits for that."""

from dataclasses import replace
from datetime import date, timedelta

from routing import day_route, find_day, plan, travel
from routing.day_route import taps
from routing.domain import (
    ALWAYS_OPEN,
    Account,
    AccountClass,
    Cadence,
    Channel,
    Location,
    MonthDay,
    Need,
    Nights,
    OpeningHours,
    Plan,
    Problem,
    Published,
    Rep,
    Season,
    SeasonState,
    SeasonWindow,
    Tier,
    TimeWindow,
    Underway,
    WorkingDay,
)
from routing.rotation import RotationParams

TODAY = date(2026, 5, 4)
DAYS = 12
QUICK = plan.PlanParams(RotationParams(rounds=1, round_iterations=200))
"""A loop is compiled at its first call; more of them teach it nothing."""

DAY = TimeWindow(8 * 3600, 17 * 3600)
LUNCH = TimeWindow(11 * 3600, 14 * 3600)
BUSY = TimeWindow(15 * 3600, 16 * 3600)


def warm() -> None:
    """Makes small plans of every kind: the first time that takes most of a minute, then a second.

    What is compiled is kept beside the source (:mod:`routing.compiled`) for the next process.
    """
    cold = _problem()
    made = plan.make_plan(cold, QUICK)
    published = replace(cold, published=_published(made))
    plan.make_plan(published, QUICK)
    plan.today_route(replace(published, underway=Underway(TODAY, 0, 10 * 3600)), made, QUICK)
    find_day.find_day(published, made, "account 1", TODAY, TODAY + timedelta(days=DAYS - 1))
    for day in cold.rep.working_days:
        _tap(cold, day)


def _problem() -> Problem:
    """Returns two weeks with lunch, a busy afternoon, a call, a season and nights away."""
    places = [Location(42.58 + n / 40, -88.43 + n % 3 / 30) for n in range(10)]
    times = travel.great_circle(places)
    dates = (TODAY + timedelta(days=n) for n in range(DAYS))
    days = tuple(_working_day(on) for on in dates if on.weekday() < 5)
    nights = Nights((9,), least_s=60)
    return Problem(
        Rep("rep", "Rep", 0, days, nights=nights),
        tuple(_account(n) for n in range(1, 9)),
        TODAY,
        TODAY + timedelta(days=DAYS - 1),
        times.duration_s,
        times.length_m,
    )


def _tap(problem: Problem, day: WorkingDay) -> None:
    *wanted, extra = (
        day_route.DayStop(a.id, a.location or 0, 1800, a.hours.on(day.on), 3600)
        for a in problem.accounts
        if a.location
    )
    asked = day_route.DayProblem(
        day, problem.rep.base, tuple(wanted), problem.travel_s, problem.travel_m
    )
    taps.what_to_drop(asked, 12 * 3600)
    taps.one_more(asked, [extra], 3600)
    # Short days are proven before any search: only one with everybody twice is searched.
    day_route.day_route(replace(asked, stops=asked.stops * 2))


def _working_day(on: date) -> WorkingDay:
    """Returns a day; Mondays are busy in the afternoon, Fridays have no lunch."""
    if on.weekday() == 4:
        return WorkingDay(on, DAY)
    return WorkingDay(on, DAY, LUNCH, 1800, (BUSY,) if on.weekday() == 0 else ())


def _account(number: int) -> Account:
    summer = SeasonWindow(SeasonState.IN, MonthDay(5, 8), MonthDay(9, 30))
    morning = OpeningHours(week=((TimeWindow(9 * 3600, 12 * 3600),),) * 7)
    is_seasonal, is_phoned = number == 7, number == 8
    return Account(
        f"account {number}",
        f"Account {number}",
        number,
        AccountClass.CORE,
        Tier.A,
        Cadence(7, channel=Channel.PHONE if is_phoned else Channel.VISIT),
        Need(TODAY, number / 8),
        hours=ALWAYS_OPEN if number % 3 else morning,
        season=Season((summer,)) if is_seasonal else Season(),
    )


def _published(made: Plan) -> tuple[Published, ...]:
    return tuple(Published(stop.account_id, day.on) for day in made.days for stop in day.stops)
