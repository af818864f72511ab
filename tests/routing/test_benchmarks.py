"""The benchmarks' own parts: what makes instances, reads them and judges the answers."""

import json
import sys
from datetime import timedelta
from types import SimpleNamespace

import pytest

from routing import check, json_format
from routing.domain import Cadence, Need, OpeningHours, Reason, Rep, WorkingDay
from tests.benchmarks import __main__ as command
from tests.benchmarks import generator, nominal, opponents, pvrp, referee, rep, result, written
from tests.benchmarks.opponents import or_tools
from tests.benchmarks.pvrp import Route
from tests.benchmarks.referee import Verdict
from tests.routing import problems
from tests.routing.problems import HOUR, MONDAY, hours

TUESDAY = MONDAY + timedelta(days=1)


def plain(*accounts, days: int = 5, **changes):
    """Ann from 8 to 16 o'clock without lunch; account n is n times ten minutes away."""
    worked = tuple(
        WorkingDay(MONDAY + timedelta(days=n), hours(8, 16)) for n in range(days) if n % 7 < 5
    )
    return problems.problem(*accounts, days=days, rep=Rep("ann", "Ann", 0, worked), **changes)


def only(*windows) -> OpeningHours:
    return OpeningHours((windows,) * 5 + ((), ()))


# The generator


def test_the_same_seed_makes_the_same_rep():
    small = {"accounts": 20, "days": 10}
    assert generator.instance(3, **small) == generator.instance(3, **small)
    assert generator.instance(3, **small) != generator.instance(4, **small)


@pytest.mark.parametrize(("load", "visits"), [(1.0, 389), (1.25, 486)])
def test_load_counts_the_visits_due(load, visits):
    assert len(nominal.visits(generator.instance(1, load=load))) == visits


@pytest.mark.parametrize("seed", range(5))
def test_every_visit_can_be_made_on_some_day(seed):
    problem = generator.instance(seed, accounts=60, days=20)
    assert all(nominal.starts(problem, visit) for visit in nominal.visits(problem))


def test_a_made_up_rep_works_eight_hours_from_monday_to_friday():
    days = generator.instance(1, accounts=5, days=12).rep.working_days
    assert [day.on.weekday() for day in days] == [0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1]
    assert {day.hours.end_s - day.hours.start_s for day in days} == {8 * HOUR}


def test_seasons_come_when_they_are_asked_for():
    with_seasons = generator.instance(1, accounts=30, days=10, seasons=True)
    assert any(account.season.windows for account in with_seasons.accounts)
    without = generator.instance(1, accounts=30, days=10)
    assert not any(account.season.windows for account in without.accounts)


def test_a_made_up_rep_survives_the_file_format():
    problem = generator.instance(1, accounts=10, days=5, seasons=True)
    assert json_format.read_problem(json_format.problem_json(problem)) == problem


def test_nothing_made_up_is_strange_to_the_model():
    assert nominal.unknown(generator.instance(1, accounts=10, days=5)) == []


# The model


def test_due_visits_follow_as_if_each_were_made_on_its_target():
    found = nominal.visits(plain(problems.account(1), days=40))
    assert [(visit.due.target - MONDAY).days for visit in found] == [0, 14, 28]
    assert [visit.due.number for visit in found] == [0, 1, 2]


def test_a_visit_aimed_beyond_the_horizon_is_not_due():
    account = problems.account(1, need=Need(MONDAY, 0.8))
    assert nominal.visits(plain(account, days=2)) == ()


def test_a_start_leaves_time_for_service_and_the_way_home():
    account = problems.account(6, hours=only(hours(7, 12), hours(14, 20)))
    problem = plain(account)
    (visit,) = nominal.visits(problem)
    assert nominal.starts(problem, visit)[0] == (hours(9, 11.5), hours(14, 14.5))


def test_lunch_is_strange_to_the_model():
    assert nominal.unknown(problems.problem(problems.account(1))) == ["lunch"]


# The referee


def test_a_day_costs_its_driving():
    problem = plain(problems.account(1), problems.account(3))
    found = referee.judge(problem, {MONDAY: ["a1", "a3"]})
    assert found == Verdict(3600, made=2, due=2, priority=1.0, travel_s=3600, violations=())


def test_a_visit_not_made_costs_its_priority():
    worthy, other = problems.account(1, value=3.0), problems.account(2, value=1.0)
    found = referee.judge(plain(worthy, other), {MONDAY: ["a2"]})
    assert found.objective == 2400 + round(7200 * 3.0 * 0.5)
    assert (found.made, found.due, found.priority) == (1, 2, 0.25)


def test_the_rep_waits_for_a_door_to_open():
    late = problems.account(1, hours=only(hours(15.5, 17)))
    found = referee.judge(plain(late), {MONDAY: ["a1"]})
    assert found.violations == ("2026-05-04: home 600 s late",)


def test_a_visit_that_meets_a_closing_door_waits_for_the_next_opening():
    first = problems.account(1, cadence=Cadence(14, 0.2, 10_200))
    second = problems.account(2, hours=only(hours(9, 11.5), hours(13, 14)))
    problem = plain(first, second)
    assert referee.judge(problem, {MONDAY: ["a1", "a2"]}).violations == ()
    assert referee.begins(problem.accounts[1], MONDAY, 11 * HOUR) == 11 * HOUR
    assert referee.begins(problem.accounts[1], MONDAY, 11 * HOUR + 1) == 13 * HOUR
    assert referee.begins(problem.accounts[1], MONDAY, 14 * HOUR) is None


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        ({MONDAY: ["a1"], TUESDAY: ["a2"]}, "2026-05-05: a2 is not open from 30000 s on"),
        ({MONDAY: ["a1", "a1"]}, "2026-05-04: a1 is visited twice"),
        ({MONDAY: ["a1"], TUESDAY: ["a1"]}, "2026-05-05: a1 is not due"),
        ({MONDAY + timedelta(days=4): ["a1"]}, "2026-05-08: a1 is not due"),
        ({MONDAY + timedelta(days=5): ["a1"]}, "2026-05-09: not a working day"),
        ({MONDAY: ["a3"]}, "2026-05-04: a3 is no account"),
    ],
)
def test_the_referee_names_a_broken_rule(days, fault):
    closed_on_tuesdays = OpeningHours(((hours(8, 16),), (), *((hours(8, 16),),) * 5))
    problem = plain(problems.account(1), problems.account(2, hours=closed_on_tuesdays), days=7)
    assert fault in referee.judge(problem, days).violations


def test_a_date_in_two_windows_answers_the_worthier_visit():
    # Overdue today: a week of grace, and the next window opens within it.
    account = problems.account(1, need=Need(MONDAY, 1.6), cadence=Cadence(7, 2 / 7, 1800))
    problem = plain(account, days=14)
    overdue, following = nominal.visits(problem)[:2]
    both = MONDAY + timedelta(days=7)
    assert following.due.earliest <= both <= overdue.due.latest
    assert overdue.priority > following.priority
    assert referee.answers(problem, {both: ["a1"]}) == {(both, "a1"): overdue.due}


# The opponents


def test_an_opponent_answers_within_the_rules():
    problem = generator.instance(1, accounts=8, days=5)
    found = referee.judge(problem, or_tools.solved(problem, 0.1))
    assert found.violations == ()
    assert found.made > 0


def test_an_opponent_is_asked_once_a_problem(tmp_path, monkeypatch):
    asked = []

    def solved(problem, effort):
        asked.append(effort)
        return {MONDAY: ["a1"]}

    module = f"{opponents.__name__}.made_up"
    monkeypatch.setitem(sys.modules, module, SimpleNamespace(solved=solved))
    engine, problem = opponents.Engine("Made up", "made_up", 3), plain(problems.account(1))
    answers = [opponents.answered(problem, engine, kept=tmp_path) for _ in range(2)]
    assert (answers[0].days, asked) == ({MONDAY: ["a1"]}, [3])
    assert answers[0] == answers[1]
    opponents.answered(problem, engine, again=True, kept=tmp_path)
    opponents.answered(plain(problems.account(2)), engine, kept=tmp_path)
    assert asked == [3, 3, 3]


# The rep benchmark


def ran(engine: str, objective: int, case=None, made: int = 9, priority: float = 0.9, faults=()):
    many = (problems.account(n) for n in range(rep.MANY))
    case = case or rep.Case("one", plain(*many), fits=True)
    return rep.Run(case, engine, Verdict(objective, made, 9, priority, 0, faults), 1.0)


def test_promises_kept_are_not_told():
    ours = ran("rounds", 94)
    others = [ran("VROOM level 3", 100, ours.case), ran("PyVRP", 120, ours.case)]
    assert rep.broken([ours, *others]) == []


@pytest.mark.parametrize(
    ("ours", "promise"),
    [
        (ran("rounds", 94, faults=("late",)), "ours breaks no rule"),
        (ran("rounds", 94, made=8), "every visit is made"),
        (ran("rounds", 101), "never dearer"),
        (ran("rounds", 96), "below the better of the two"),
    ],
)
def test_a_promise_broken_is_told(ours, promise):
    others = [ran("VROOM level 3", 100, ours.case), ran("PyVRP", 120, ours.case)]
    assert promise in " ".join(rep.broken([ours, *others]))


def test_a_rep_of_few_accounts_need_only_be_no_dearer():
    case = rep.Case("few", plain(problems.account(1)), fits=True)
    assert rep.broken([ran("rounds", 100, case), ran("PyVRP", 100, case)]) == []


def test_overload_asks_for_more_priority_than_any_other_makes():
    case = rep.Case("two", plain(problems.account(1)), fits=False)
    others = [ran("VROOM level 1", 100, case, priority=0.9), ran("PyVRP", 99, case, priority=0.8)]
    assert "more priority" in rep.broken([ran("rounds", 90, case, priority=0.9), *others])[0]
    assert rep.broken([ran("rounds", 90, case, priority=0.91), *others]) == []


def test_an_answer_that_breaks_rules_is_no_rival():
    case = rep.Case("three", plain(problems.account(1)), fits=True)
    assert rep.broken([ran("rounds", 94, case), ran("PyVRP", 50, case, faults=("shut",))]) == []


def test_a_plan_written_passes_the_check_of_plans():
    shut_early = problems.account(2, hours=only(hours(10, 12)))
    long = problems.account(4, cadence=Cadence(14, 0.2, 22_800))
    cheap, shut = problems.account(6, value=0.1), problems.account(7, hours=only())
    problem = plain(problems.account(1), shut_early, long, cheap, shut, days=1)
    found = written.plan(problem, {MONDAY: ["a2", "a1"]})
    assert [stop.start_s for stop in found.days[0].stops] == [10 * HOUR, 10 * HOUR + 2400]
    assert check.violations(problem, found) == ()


def test_a_plan_written_tells_why_a_visit_is_left_out():
    long = problems.account(4, cadence=Cadence(14, 0.2, 22_800))
    cheap = problems.account(6, value=0.1)
    shut, far = problems.account(7, hours=only()), problems.account(24)
    problem = plain(problems.account(1), long, cheap, shut, far, days=1)
    found = written.plan(problem, {MONDAY: ["a1"]})
    assert [(entry.visit.account_id, entry.reason, entry.figures) for entry in found.unplanned] == [
        ("a4", Reason.NOT_ENOUGH_HOURS, {}),
        ("a6", Reason.TOO_FAR, {"detour_s": 6000, "worth_s": 360, "on": "2026-05-04"}),
        ("a7", Reason.CLOSED, {}),
        ("a24", Reason.TOO_FAR, {"minutes_needed": 510, "minutes_there": 480}),
    ]
    assert check.violations(problem, found) == ()


def test_a_file_the_model_does_not_know_is_refused(tmp_path):
    file = tmp_path / "strange.problem.json"
    file.write_text(json_format.problem_json(problems.problem(problems.account(1))))
    with pytest.raises(ValueError, match=r"strange.*does not know lunch"):
        rep.main(1.0, files=[file], alone=True)


# Periodic vehicle routing

TINY = """1 1 2 3
 10.5 5
 0 5
 10.5 5

 0 0 0 0 0 0 0
 1 3 4 0.5 3 1 2 1 4
 2 0 5 0 3 2 1 5

"""


@pytest.fixture
def tiny():
    return pvrp.read(TINY, "tiny")


def test_the_leftmost_bit_of_a_code_is_the_first_day(tiny):
    assert tiny.patterns == ((), ((2,), (0,)), ((0, 2),))


def test_a_day_has_its_own_limits(tiny):
    assert (tiny.max_duration, tiny.capacity) == ((10.5, 0.0, 10.5), (5.0, 5.0, 5.0))
    assert (tiny.days, tiny.vehicles, tiny.service) == (3, 1, (0.0, 0.5, 0.0))


def test_a_customer_told_of_no_visits_has_its_combinations_all_the_same():
    instance = pvrp.read("1 1 1 2\n0 5\n0 5\n0 0 0 0 0 0 0\n1 3 4 0 3 0 2 1 2", "p11")
    assert instance.patterns[1] == ((1,), (0,))


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ("2 1 2 3\n", "of type 2"),
        (TINY.replace("1 2 1 4", "1 2 1"), "announces 2"),
        (TINY.replace("2 1 5", "2 1 8"), "more than 3 days"),
        (TINY.replace(" 2 0 5 0", " 3 0 5 0"), "nodes 0 to 2"),
    ],
)
def test_a_file_that_is_no_such_instance_is_refused(wrong, text):
    with pytest.raises(ValueError, match=text):
        pvrp.read(wrong, "wrong")


def test_a_feasible_answer_costs_its_length_without_service(tiny):
    routes = [Route(0, 0, (2,)), Route(2, 0, (2,))]
    assert pvrp.cost(tiny, routes) == 20
    without_one = [*pvrp.violations(tiny, routes)]
    assert without_one == ["customer 1 is visited on no day"]


@pytest.mark.parametrize(
    ("routes", "fault"),
    [
        ([Route(1, 0, (1,))], "customer 1 is visited on 2"),
        ([Route(0, 0, (1,)), Route(2, 0, (1,))], "customer 1 is visited on 1, 3"),
        ([Route(0, 0, (2, 1))], "day 1, vehicle 1: a load of 6, not 5"),
        ([Route(0, 0, (1, 2))], "day 1, vehicle 1: 13.6623 long, not 10.5"),
        ([Route(0, 1, (1,))], "there is no vehicle 2 on day 1"),
        ([Route(3, 0, (1,))], "there is no vehicle 1 on day 4"),
        ([Route(0, 0, (1,)), Route(0, 0, (2,))], "vehicle 1 drives 2 routes on day 1"),
        ([Route(0, 0, (3,))], "day 1: a stop that is no customer"),
    ],
)
def test_the_routes_referee_names_a_broken_rule(tiny, routes, fault):
    assert fault in list(pvrp.violations(tiny, routes))


def test_service_counts_in_the_duration_and_a_limit_of_0_is_none(tiny):
    assert not [f for f in pvrp.violations(tiny, [Route(0, 0, (1,))]) if "long" in f]
    assert not [f for f in pvrp.violations(tiny, [Route(1, 0, (1, 2))]) if "long" in f]


SIDES = """1 1 4 2
 0 2
 0 2
 0 0 0 0 0 0 0
 1 -4 3 0 1 1 2 1 2
 2 4 3 0 1 1 2 1 2
 3 -4 -3 0 1 1 2 1 2
 4 4 -3 0 1 1 2 1 2
"""


def test_a_search_gives_each_side_of_the_depot_a_day_of_its_own():
    sides = pvrp.read(SIDES, "sides")
    routes, _ = pvrp.solve(sides, 0.2, 1)
    assert not [*pvrp.violations(sides, routes)]
    assert {frozenset(route.stops) for route in routes} == {frozenset({1, 3}), frozenset({2, 4})}


def test_ways_are_rounded_up_where_a_duration_is_limited(tiny):
    assert tiny.distance(1, 2) == pytest.approx(3.1623, abs=1e-4)
    assert pvrp._in_numbers(tiny).travel[1][2] == 3163


def test_a_periodic_run_prints_a_line_and_writes_routes_from_1(tiny, tmp_path, monkeypatch, capsys):
    routes = [Route(2, 0, (2,)), Route(0, 0, (2,))]
    monkeypatch.setattr(pvrp, "solve", lambda instance, seconds, seed: (routes, 7))
    (tmp_path / "tiny").write_text(TINY)
    (tmp_path / "best_known.csv").write_text("instance,cost\ntiny,16\n")
    made = pvrp.main(1.0, 1, tmp_path / "out", [tmp_path / "tiny"])
    told = json.loads(capsys.readouterr().out)
    assert told.pop("seconds") >= 0
    assert told == {
        "instance": "tiny", "cost": 20.0, "best_known": 16.0, "gap": 0.25, "feasible": False,
        "iterations": 7,
    }  # fmt: skip
    assert made.broken[0] == "tiny: customer 1 is visited on no day"
    assert json.loads((tmp_path / "out" / "tiny.json").read_text()) == {
        "instance": "tiny",
        "cost": 20.0,
        "routes": [
            {"day": 1, "vehicle": 1, "stops": [2]},
            {"day": 3, "vehicle": 1, "stops": [2]},
        ],
    }


# The command


def test_what_is_not_known_is_null_in_a_line(capsys):
    result.tell("one", 5, None, True, 0.25)
    assert json.loads(capsys.readouterr().out) == {
        "instance": "one", "cost": 5, "best_known": None, "gap": None, "feasible": True,
        "seconds": 0.25, "iterations": None,
    }  # fmt: skip


def test_files_follow_the_name_of_a_benchmark_and_its_options(tmp_path):
    file = tmp_path / "p01"
    file.touch()
    asked = command.chosen(["pvrp", "--seconds", "3", f"{file}", "--seed", "2"])
    assert (asked.names, asked.files, asked.seconds, asked.seed) == (["pvrp"], [file], 3.0, 2)


@pytest.mark.parametrize("words", [["pwrp"], ["rep", "day", __file__], ["demo", __file__]])
def test_what_is_neither_a_benchmark_nor_its_file_is_refused(words, capsys):
    with pytest.raises(SystemExit):
        command.chosen(words)
    assert "error" in capsys.readouterr().err
