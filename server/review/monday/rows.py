"""The first screen as a message: the sentence, a row a rep, the decisions, the lists. Pure."""

import math
from collections.abc import Mapping

from routing.coverage import Figure
from routing.plan import year
from server import wire
from server.review.exceptions import rows, rules
from server.review.exceptions.facts import Facts, RepFacts
from server.review.exceptions.store import Snoozed


def monday(facts: Facts, snoozed: Mapping[str, Snoozed]) -> wire.MondayOut:
    """Returns the whole screen."""
    apart = rows.sorted_out(rules.exceptions(facts), snoozed, facts.limits.alerts.worse)
    return wire.MondayOut(
        first=facts.first,
        today=facts.today,
        sentence=sentence(facts),
        attainment=_value(facts.total, "attainment"),
        attainment_before=_value(facts.before, "attainment"),
        reps=[_rep(rep, facts) for rep in facts.reps],
        decisions=[rows.exception_out(one) for one in rules.decisions(apart.open)],
        open=len(apart.open),
        snoozed=len(apart.aside),
        lists=wire.MondayLists(
            required=list(facts.required),
            overdue=list(facts.overdue),
            unreported=[one for rep in facts.reps for one in rep.unreported],
        ),
    )


def sentence(facts: Facts) -> list[wire.MondayFact]:
    """Returns the week in facts, each with the list behind it: how well, what is late, what is
    too much, what comes.
    """
    parts = [_attainment(facts), _core_overdue(facts), _fullest(facts), _opening(facts)]
    return [part for part in parts if part]


def _attainment(facts: Facts) -> wire.MondayFact:
    value, before = _value(facts.total, "attainment"), _value(facts.before, "attainment")
    if value is None:
        return wire.MondayFact(text="nothing was required in four weeks", list="required")
    change = ""
    if before is not None:
        points = round(100 * value) - round(100 * before)
        change = f" ({points:+d})".replace("-", "−") if points else " (as before)"
    return wire.MondayFact(text=f"attainment {100 * value:.0f} %{change}", list="required")


def _core_overdue(facts: Facts) -> wire.MondayFact:
    core = [one for one in facts.overdue if one.account_class == "core"]
    text = f"{len(core)} core overdue" if core else "no core account overdue"
    return wire.MondayFact(text=text, list="overdue", only_class="core")


def _fullest(facts: Facts) -> wire.MondayFact | None:
    """The rep with the fullest thirteen weeks, or that everybody's hours suffice."""
    known = [rep for rep in facts.reps if rep.share is not None]
    if not known:
        return None
    rep = max(known, key=lambda one: one.share or 0)
    over = math.ceil(100 * ((rep.share or 0) - 1))
    first = rep.name.split(" ")[0]
    text = f"{first} {over} % over the hours there" if over > 0 else "everybody’s hours suffice"
    query = {"view": "year", "rep": str(rep.id)} if over > 0 else {"view": "year"}
    return wire.MondayFact(text=text, screen="plans", query=query)


def _opening(facts: Facts) -> wire.MondayFact | None:
    """The next ramp: the largest of the places whose ramp begins that day."""
    if not facts.openings:
        return None
    next_ = facts.openings[0]
    others = sum(one.ramp_from == next_.ramp_from for one in facts.openings) - 1
    place = next_.town or "accounts without a town"
    more = f" and {others} more" if others else ""
    days = (next_.ramp_from - facts.today).days
    when = {0: "starts today", 1: "starts tomorrow"}.get(days, f"starts in {days} days")
    text = f"ramp for {place}{more} {when}"
    return wire.MondayFact(text=text, screen="seasons", query={"tab": "ramp"})


def _rep(rep: RepFacts, facts: Facts) -> wire.MondayRep:
    limits = year.Limits(facts.limits.overload)
    mine = [one for one in facts.overdue if one.rep_id == rep.id]
    return wire.MondayRep(
        rep_id=rep.id,
        rep=rep.name,
        weeks=[
            wire.MondayWeek(
                first=week.first,
                required_min=week.all_min,
                available_min=week.available_min,
                share=week.share,
                flag=year.flag(week.share, limits),
            )
            for week in rep.strip
        ],
        share=rep.share,
        attainment=_value(rep.figures, "attainment"),
        attainment_before=_value(rep.before, "attainment"),
        overdue_value=sum(one.adds for one in mine),
        overdue=len(mine),
        unreported=len(rep.unreported),
        last_sync=rep.last_seen,
        silent_days=rep.silent_d,
    )


def _value(figures: Mapping[str, Figure], name: str) -> float | None:
    figure = figures.get(name)
    return figure.value if figure else None
