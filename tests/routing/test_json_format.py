"""Problem and plan files: what is written is read, what is wrong is said, all of it at once."""

import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing import check, json_format, plan, travel
from routing.domain import AccountClass, Location, Why
from routing.json_format import BadFile, read_plan, read_problem
from routing.rotation import RotationParams
from tests.routing.by_hand import rich_problem
from tests.routing.problems import account, odd_problem, problem

QUICK = plan.PlanParams(search=RotationParams(rounds=0))
ROOT = Path(__file__).parents[2]
INSTANCES = sorted((ROOT / "tests" / "instances").glob("*.json"))


def document(**changes):
    """A small problem file as an object; None takes a field out."""
    fields = json.loads(json_format.problem_json(problem(account(1)))) | changes
    return json.dumps({name: value for name, value in fields.items() if value is not None})


def problems(text, read=read_problem):
    with pytest.raises(BadFile) as refused:
        read(text)
    return list(refused.value.problems)


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_what_is_written_is_read(seed):
    odd = odd_problem(seed)
    assert read_problem(json_format.problem_json(odd)) == odd
    made = plan.make_plan(odd, QUICK)
    assert read_plan(json_format.plan_json(made)) == made


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_nights_policies_regions_and_what_is_published_are_read_again(seed):
    rich = rich_problem(seed)
    text = json_format.problem_json(rich)
    assert read_problem(text) == rich
    assert json_format.problem_json(read_problem(text)) == text


@settings(max_examples=20, deadline=None, derandomize=True)
@given(st.integers(0, 100_000))
def test_what_a_plan_says_of_itself_is_read_again(seed):
    dice = random.Random(seed)
    made = plan.make_plan(odd_problem(seed), QUICK)
    told = replace(
        made,
        days=tuple(_told(dice, d) for d in made.days),
        stretch=dice.choice([{}, {AccountClass.CORE: 1.25, AccountClass.PROSPECT: 1.1}]),
    )
    text = json_format.plan_json(told)
    assert read_plan(text) == told
    assert json_format.plan_json(read_plan(text)) == text


def _told(dice, day):
    figures = {"due": "2026-05-04", "days": dice.randint(-9, 9), "value": dice.random()}
    why = dice.choice([None, *Why])
    stops = tuple(replace(s, reason=why, figures=figures) for s in day.stops)
    calls = tuple(replace(c, reason=why, figures=figures) for c in day.calls)
    end = dice.choice([None, 3])
    return replace(day, stops=stops, calls=calls, start=end, end=end, bound_s=dice.randint(0, 99))


def test_without_a_matrix_the_great_circle_makes_one():
    base, shop = {"lat": 42.5, "lon": -88.4}, {"lat": 42.6, "lon": -88.4}
    text = document(travel_s=None, travel_m=None, locations=[base, shop])
    times = travel.great_circle([Location(42.5, -88.4), Location(42.6, -88.4)])
    assert read_problem(text).travel_s == times.duration_s
    assert read_problem(text).travel_source == "great_circle"


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        ("", "line 1, column 1", "not JSON"),
        ("%PDF-1.7", "line 1, column 1", "not JSON"),
        ("[" * 100_000, "$", "nested too deeply"),
        ("[]", "$", "rounds-problem"),
        ('{"format": "rounds-plan", "version": 1}', "$.format", "rounds-problem"),
        ('{"format": "rounds-problem", "version": 2}', "$.version", "version 2 is not known"),
        ('{"format": "rounds-problem"}', "$.version", "version null is not known"),
        (document(travel_s=None), "$", "locations"),
        (document(today="4 May"), "$.today", '"2026-05-12"'),
        (document(last_day="2026-05-01"), "$", "before"),
        (document(accounts={}), "$.accounts", "a list is needed"),
        (document(colour="red"), "$.colour", "not known"),
        (document(rep=None), "$.rep", "missing"),
        (document(travel_s=[[0, 1.5], [1, 0]]), "$.travel_s[0][1]", "whole number"),
        (document(travel_s=[[0, -1], [1, 0]]), "$.travel_s[0][1]", "whole number"),
        (document(prospecting_share=1.5), "$", "prospecting share of 1.5"),
        (document(prospecting_share="half"), "$.prospecting_share", "a number is needed"),
        (document(policies={"core": {"overload": "ignore"}}), "$.policies.core.overload",
         "protect, stretch, lapse"),
        (document(policies={"core": {"stretch_to": 5}}), "$.policies.core", "between 1 and 4"),
        (document(policies={"gold": {}}), "$.policies.gold", "core, invest"),
        (document(regions=[{"name": "north", "account_ids": [], "weekdays": [7]}]),
         "$.regions[0]", "0 (Monday) to 6"),
        (document(regions=[{"account_ids": []}]), "$.regions[0].name", "missing"),
        (document(published=[{"account_id": "a1", "on": "2026-05-05", "at": 9}]),
         "$.published[0].at", "not known"),
        (document(travel_s=None, travel_m=None, locations=[{"lat": 91, "lon": 0}] * 2),
         "$.locations[0]", "latitude 91"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_where_and_why(text, where, said):
    found = problems(text)
    assert found[0][0] == where
    assert said in found[0][1]


@pytest.mark.parametrize(
    ("nights", "where", "said"),
    [
        ({"places": [1], "a_week": 8}, "$.rep.nights", "between 0 and 7"),
        ({"places": [2]}, "$", "outside the 2 travel times"),
        ({"places": "there"}, "$.rep.nights.places", "a list"),
        ({}, "$.rep.nights.places", "missing"),
    ],
)
def test_nights_that_cannot_be_are_told(nights, where, said):
    fields = json.loads(document())
    fields["rep"]["nights"] = nights
    [(place, text)] = problems(json.dumps(fields))
    assert (place, said in text) == (where, True)


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "true", "null", "[1]"])
def test_a_figure_is_a_number_or_text(figure):
    due = '{"account_id": "a1", "number": 0, "earliest": "2026-05-04", "target": "2026-05-04", '
    entry = f'{{"visit": {due}"latest": "2026-05-04"}}, "reason": "closed", "figures": '
    text = '{"format": "rounds-plan", "version": 1, "rep_id": "ann", "today": "2026-05-04", '
    text += f'"last_day": "2026-05-04", "days": [], "unplanned": [{entry}{{"hours": {figure}}}}}]}}'
    [(where, said)] = problems(text, read_plan)
    assert where == "$.unplanned[0].figures.hours"
    assert "a number or text" in said


def test_all_faults_of_a_file_come_at_once():
    fields = json.loads(document())
    fields["accounts"][0]["cadence"]["interval_d"] = 0
    fields["accounts"][0]["tier"] = "D"
    fields["rep"]["working_days"][0]["hours"]["start_s"] = "08:00"
    assert [where for where, _ in problems(json.dumps(fields))] == [
        "$.rep.working_days[0].hours.start_s",
        "$.accounts[0].tier",
        "$.accounts[0].cadence",
    ]


def test_what_an_older_file_leaves_out_takes_its_default():
    fields = json.loads(document())
    fields["accounts"][0] = {
        name: fields["accounts"][0][name]
        for name in ("id", "name", "location", "account_class", "tier", "cadence", "need")
    }
    assert read_problem(json.dumps(fields)) == problem(account(1))


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_each_instance_is_solved_without_violations(path):
    given_ = read_problem(path.read_text())
    assert check.violations(given_, plan.make_plan(given_, QUICK)) == ()


def test_there_are_instances():
    assert len(INSTANCES) >= 3


def test_the_example_of_the_documents_is_a_problem():
    text = (ROOT / "docs" / "problem-format.md").read_text()
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert len(plan.make_plan(read_problem(example[1]), QUICK).days) == 5


@pytest.mark.parametrize("noun", ["Problem", "Plan"])
def test_the_documents_describe_every_field(noun):
    """Fields are found as `name` in the file, nested ones too."""
    text = (ROOT / "docs" / "problem-format.md").read_text()
    missing = [name for name in json_format.field_names(noun) if f"`{name}`" not in text]
    assert not missing
