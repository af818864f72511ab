"""Which facts are exceptions: pure. One subject stands once, whatever weeks or accounts it has.

Each names its figure, why it matters, what to do and what that would do. The order is the weight:
what stops the reps' work, then what cannot be made up later, then what is merely not good.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from routing import coverage
from routing.coverage import Figure, Metric
from routing.plan import year
from server.people.store import Alerts
from server.review.exceptions import relief
from server.review.exceptions.facts import Facts, Items, RepFacts

NOBODY = "nobody"
#: Which limit says how much must be counted before a figure is held against a rep.
ENOUGH = {
    "attainment": "enough_visits", "over_service": "enough_visits", "call_rate": "enough_days",
    "travel_to_face": "enough_minutes", "prospecting_share": "enough_minutes",
    "focus": "enough_minutes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An exception. ``key`` is kind and subject: the same matter has the same key every day."""

    kind: str
    subject: str
    title: str
    figure: str
    why: str
    action: str
    screen: str
    size: float
    effect: str = ""
    query: dict[str, str] = field(default_factory=dict)
    items: Items = ()
    rep_id: UUID | None = None
    waiting: bool = False

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.kind}:{self.subject}"


def exceptions(facts: Facts) -> tuple[Found, ...]:
    """Returns everything to act on, the weightiest kind first, within a kind the worst."""
    found = [one for rule in RULES for one in rule(facts)]
    order = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in found))}
    return tuple(sorted(found, key=lambda one: (order[one.kind], -one.size, one.subject)))


def is_worse(size: float, then: float | None, worse: float = Alerts().worse) -> bool:
    """Says whether something set aside is clearly worse: so many times what it was."""
    return then is not None and size > worse * then


def decisions(found: Iterable[Found], most: int = 5) -> tuple[Found, ...]:
    """Returns the few to decide now: of each kind the worst first, so that none hides another."""
    found = tuple(found)
    first = {one.kind: one for one in reversed(found)}
    rest = [one for one in found if first[one.kind] is not one]
    ordered = [one for one in found if first[one.kind] is one] + rest
    return tuple(ordered[:most])


# --- what waits ----------------------------------------------------------------------------------


def kept(facts: Facts) -> Iterator[Found]:
    """Facts of lost phones: nobody else has them."""
    for subject, rep_id, name, items in _by_rep(facts, facts.kept):
        yield Found(
            "kept", subject, f"{name}: {_count(items, 'entry', 'entries')} of a lost phone wait",
            str(len(items)), "Until somebody looks at them they are in no figure.",
            "Look at them", "settings", len(items), "Applied ones count as if the phone had sent "
            "them.", {"part": "devices"}, items, rep_id, waiting=True,
        )  # fmt: skip


def drafts(facts: Facts) -> Iterator[Found]:
    """A plan nobody has decided about."""
    for one in facts.drafts:
        yield Found(
            "draft", str(one.rep_id), f"{one.rep}: a new plan waits to be published",
            f"{one.moved} moved", "Until then the rep follows the plan before.", "Review the plan",
            "plans", max(1, one.moved), f"{_visits(one.moved)} lie on other days.",
            {"rep": str(one.rep_id)}, (), one.rep_id, waiting=True,
        )  # fmt: skip


def silent(facts: Facts) -> Iterator[Found]:
    """A phone that was not heard of: its reports are missing and its plan is old."""
    for rep in facts.reps:
        if rep.silent_d is not None and rep.silent_d >= facts.limits.alerts.silent_d:
            yield Found(
                "silent", str(rep.id), f"{rep.name} has not synced",
                f"{rep.silent_d} working days", "Reports may be missing from every figure here, "
                "and the rep may follow an old plan.", "See the phones", "settings", rep.silent_d,
                "A lost phone can be shut out there.", {"part": "devices"}, (), rep.id,
            )  # fmt: skip


# --- hours ---------------------------------------------------------------------------------------


def hours(facts: Facts) -> Iterator[Found]:
    """More required than there is: in thirteen weeks together, or where seasons collide."""
    for rep in facts.reps:
        limit = facts.limits.overload
        seasons = [one for one in rep.year.collisions if one.kind == "season" and one.share > limit]
        if (rep.share or 0) > limit:
            yield _overload(facts, rep)
        elif seasons:
            yield _collision(rep, seasons)


def _overload(facts: Facts, rep: RepFacts) -> Found:
    over = 100 * ((rep.share or 1) - 1)
    return Found(
        "hours", str(rep.id), f"{rep.name} is {over:.0f} % over the hours there",
        f"{100 + over:.0f} %", "Thirteen weeks ask for more than they hold: visits will be left "
        "out whatever the plan.", "See the year", "plans", over,
        relief.words(rep.strip, facts.limits.policies), {"view": "year", "rep": str(rep.id)},
        (), rep.id,
    )  # fmt: skip


def _collision(rep: RepFacts, seasons: list[year.Collision]) -> Found:
    worst = max(seasons, key=lambda one: one.share)
    more = f" And {len(seasons) - 1} more such times." if len(seasons) > 1 else ""
    return Found(
        "hours", str(rep.id), f"{rep.name}: seasons collide", f"{100 * worst.share:.0f} %",
        f"{worst.sentence}{more}", "See the year", "plans", 100 * (worst.share - 1),
        f"From {worst.first.isoformat()}: there is time to lend accounts or hire.",
        {"view": "year", "rep": str(rep.id)}, (), rep.id,
    )  # fmt: skip


# --- accounts ------------------------------------------------------------------------------------


def ramps(facts: Facts) -> Iterator[Found]:
    """Seasons that opened without the visits before them."""
    for subject, rep_id, name, items in _by_rep(facts, facts.ramps):
        yield Found(
            "ramp", subject, f"{name}: {_count(items, 'season')} opened without a whole ramp",
            str(len(items)), "Whoever was not seen before the opening may have ordered elsewhere.",
            "See the ramps", "seasons", len(items), "A visit now still meets the first orders.",
            {"tab": "ramp"}, items, rep_id,
        )  # fmt: skip


def neglected(facts: Facts) -> Iterator[Found]:
    """Accounts in season that nobody touched for too many intervals, nobody's too."""
    many = f"{facts.limits.alerts.neglected:g}"
    for subject, rep_id, name, items in _by_rep(facts, facts.neglected):
        action = "Give them to a rep" if rep_id is None else "Plan visits"
        yield Found(
            "neglected", subject, f"{name}: {_count(items, 'neglected account')}", str(len(items)),
            f"In season, and nobody was in touch for more than {many} intervals.", action,
            "accounts" if rep_id is None else "plans", len(items),
            "A rep's next plan takes them up." if rep_id is None else
            "Too many for the hours? Then change class or cadence.",
            {"show": "unassigned"} if rep_id is None else {"rep": str(rep_id)}, items, rep_id,
        )  # fmt: skip


def leads(facts: Facts) -> Iterator[Found]:
    """Prospects a rep found on the road, and nobody was in touch by the deadline."""
    for subject, rep_id, name, items in _by_rep(facts, facts.leads):
        yield Found(
            "lead", subject, f"{name}: {_count(items, 'new lead')} without a first contact",
            str(len(items)), "A rep found them on the road; an interest of last week is gone soon.",
            "Give them to a rep" if rep_id is None else "Plan visits",
            "accounts" if rep_id is None else "plans", len(items), "A call is enough.",
            {"show": "unassigned"} if rep_id is None else {"rep": str(rep_id)}, items, rep_id,
        )  # fmt: skip


def at_risk(facts: Facts) -> Iterator[Found]:
    """Core accounts that buy less or later than they used to."""
    for subject, rep_id, name, items in _by_rep(facts, facts.at_risk):
        yield Found(
            "risk", subject, f"{name}: {_count(items, 'core account')} at risk", str(len(items)),
            "They order later or less than they used to, in season.", "Look at them", "classes",
            len(items), "Keeping them costs less than winning others.", {}, items,
            rep_id,
        )  # fmt: skip


class Mixed(NamedTuple):
    """A flag of a class mix: the matter it belongs to, and what it means."""

    kind: str
    title: str
    why: str


MIXED = {
    "divest_accounts": Mixed("divest", "too many divest accounts",
                             "Effort goes to accounts that shall get none."),
    "divest_minutes": Mixed("divest", "too much time for divest accounts",
                            "Effort goes to accounts that shall get none."),
    "invest_capacity": Mixed("invest", "more invest accounts than the hours can serve",
                             "Invest accounts visited too rarely never become core."),
    "lumpy": Mixed("lumpy", "most time goes to opportunistic and invest accounts",
                   "Sales hang on few uncertain accounts."),
    "stagnant": Mixed("stagnant", "nearly all time goes to core accounts",
                      "Nobody new is being won."),
}  # fmt: skip


def mixes(facts: Facts) -> Iterator[Found]:
    """Class mixes beyond their limits; accounts and minutes of divest are one matter."""
    for rep in facts.reps:
        flags = rep.flags if rep.accounts >= facts.limits.alerts.few_accounts else ()
        worst = {}
        for flag in sorted(flags, key=lambda one: one.share - one.limit):
            worst[MIXED[flag.name].kind] = flag
        for kind, flag in worst.items():
            told = MIXED[flag.name]
            yield Found(
                kind, str(rep.id), f"{rep.name}: {told.title}",
                f"{flag.share:.0%}, at most {flag.limit:.0%}", told.why, "See the mix", "classes",
                100 * (flag.share - flag.limit), "Each class change shows its effect on the hours.",
                {"tab": "mix"}, (), rep.id,
            )  # fmt: skip


def proposals(facts: Facts) -> Iterator[Found]:
    """Class changes somebody or the rules ask for."""
    if facts.proposals:
        total = sum(one.hours for one in facts.proposals)
        items = tuple(one.item for one in facts.proposals)
        yield Found(
            "classes", "all", f"{_count(items, 'class proposal')} to decide", str(len(items)),
            "Cadence follows the class: undecided ones keep the old rhythm.", "Decide", "classes",
            len(items), f"All accepted: {total:+.1f} hours a week.".replace("-", "−"), {}, items,
            waiting=True,
        )  # fmt: skip


def suggestions(facts: Facts) -> Iterator[Found]:
    """Seasons the orders suggest, all together: each is decided on its own page."""
    if facts.suggestions:
        several = facts.suggestions
        names = ", ".join(one.label for one in several[:3])
        more = f" and {len(several) - 3} more" if len(several) > 3 else ""
        yield Found(
            "seasons", "all", f"{_plural(len(several), 'season suggestion')} to decide",
            str(len(several)), f"The orders speak for it: {names}{more}.", "Decide", "seasons",
            len(several), f"{sum(one.accounts for one in several)} accounts would be visited when "
            "they buy.", {"tab": "suggestions"}, waiting=True,
        )  # fmt: skip


def words(facts: Facts) -> Iterator[Found]:
    """Words of reps that wait too long."""
    days = facts.limits.alerts.answer_d
    for subject, rep_id, name, items in _by_rep(facts, facts.words):
        yield Found(
            "words", subject, f"{name} waits for {_count(items, 'answer')}", str(len(items)),
            f"Unanswered for more than {days} days.", "Answer", "field", len(items),
            "Who is never answered stops telling.", {}, items, rep_id,
        )  # fmt: skip


def goals(facts: Facts) -> Iterator[Found]:
    """Goals behind their pace."""
    for one in facts.goals:
        gap = abs(one.expected - one.value) / (abs(one.target) or 1.0)
        yield Found(
            "goal", str(one.id), f"Goal behind: {one.name}",
            f"{_value(one.value, one.unit)}, {_value(one.expected, one.unit)} on pace",
            f"At this pace {_value(one.target, one.unit)} is missed.", "See the goal", "goals",
            100 * gap, "Change what is done, or the goal.",
        )  # fmt: skip


# --- figures -------------------------------------------------------------------------------------


class Deed(NamedTuple):
    """What a bad figure means, what to do about it, and what that shows."""

    why: str
    action: str
    effect: str
    screen: str = "board"
    query: Mapping[str, str] = MappingProxyType({})


LADDER = MappingProxyType({"view": "overdue"})
CAUSES = "The ladder tells who waits, how long, and for which cause."
#: Families of metrics that speak of the same matter: the first that is bad stands for it. Reach is
#: good by the quarter, not by four weeks; ramps have a rule of their own.
FIGURES: Mapping[str, Mapping[str, Deed]] = {
    "late": {
        "attainment": Deed("Required visits are not made.", "See why", CAUSES, query=LADDER),
        "coverage": Deed("Accounts that should be visited are not.", "See why", CAUSES,
                         query=LADDER),
        "overdue_share": Deed("Too many accounts wait.", "See why", CAUSES, query=LADDER),
        "overdue_p90_days": Deed("Some accounts wait very long.", "See why", CAUSES, query=LADDER),
        "overdue_median_days": Deed("Half of the late ones wait long.", "See why", CAUSES,
                                    query=LADDER),
        "on_time": Deed("Visits come outside their window.", "See why", CAUSES, query=LADDER),
    },
    "plan": {
        "adherence": Deed("The day goes otherwise than planned.", "Look at the plan",
                          "Hours that do not suffice show there.", "plans"),
        "unexcused": Deed("Planned stops are dropped.", "Read the reasons",
                          "Each missed visit stands there with what was said.", "field"),
    },
    "time": {
        "travel_to_face": Deed("Too much time is spent on the way.", "Weigh driving more",
                               "The next plan trades punctual visits for shorter ways.", "plans"),
        "call_rate": Deed("Few visits for a day in the field.", "See the days",
                          "The list tells which days had few."),
    },
    "care": {
        "over_service": Deed("Some get visits that others lack.", "See who",
                             "The list tells who got more than the cadence asks."),
        "focus": Deed("The large accounts get too little time.", "See who",
                      "The list tells where the time went."),
        "prospecting_share": Deed("Nobody new is being looked for.", "Set the share",
                                  "Plans give prospects at most that share.", "settings"),
    },
    "answers": {
        "re_evaluation": Deed("Reports do not say whether the class is right.", "See which",
                              "Classes are only proposed where reports answer."),
    },
}  # fmt: skip


def figures(facts: Facts) -> Iterator[Found]:
    """Figures of four weeks that are surely not good, one a matter and rep."""
    for family, deeds in FIGURES.items():
        for rep in facts.reps:
            bad = (name for name in deeds if _is_bad(name, facts, rep))
            if name := next(bad, None):
                yield _figure(facts, rep, family, name, deeds[name])


def _figure(facts: Facts, rep: RepFacts, family: str, name: str, deed: Deed) -> Found:
    metric, value = coverage.METRICS[name], rep.figures[name].value or 0.0
    limit = facts.limits.goods[name]
    good = f"good {'from' if _higher(metric) else 'up to'} {_value(limit, metric.unit)}"
    return Found(
        family, str(rep.id), f"{rep.name}: {metric.label.lower()}",
        f"{_value(value, metric.unit)}, {good}", deed.why, deed.action, deed.screen,
        100 * abs(value - limit) / max(abs(limit), 0.01), deed.effect,
        _query(name, deed, str(rep.id)), (), rep.id,
    )  # fmt: skip


def _query(name: str, deed: Deed, rep: str) -> dict[str, str]:
    """Returns where the deed is done: on the board at the figure's list, else at the rep's."""
    if deed.screen != "board":
        return {"rep": rep, **({"part": "company"} if deed.screen == "settings" else {})}
    return {**deed.query, "only_rep": rep} if deed.query else {
        "metric": name, "of": "rep", "key": rep}  # fmt: skip


def _higher(metric: Metric) -> bool:
    return bool(metric.good and metric.good.higher)


def _is_bad(name: str, facts: Facts, rep: RepFacts) -> bool:
    """Says whether a figure is beyond its limit with all its interval, or with enough counted."""
    figure, limit = rep.figures.get(name), facts.limits.goods.get(name)
    if figure is None or figure.value is None or limit is None:
        return False
    if name == "prospecting_share" and not rep.prospects:
        return False
    good = coverage.Good(limit, _higher(coverage.METRICS[name]))
    best = _best(name, figure, good, facts.limits.alerts)
    return not good.holds(figure.value) and not good.holds(best)


def _best(name: str, figure: Figure, good: coverage.Good, alerts: Alerts) -> float:
    """Returns how good the figure may be in truth; too few to say are good.

    Without an interval it may be better by the margin.
    """
    if figure.value is None:
        return good.limit
    if figure.denominator is None:
        return figure.value if len(figure.parts) >= alerts.few_accounts else good.limit
    if coverage.METRICS[name].counts:
        low, high = coverage.wilson(figure.numerator or 0.0, figure.denominator) or (0.0, 1.0)
        return high if good.higher else low
    if name in ENOUGH and figure.denominator < getattr(alerts, ENOUGH[name]):
        return good.limit
    return figure.value * (1 + alerts.margin if good.higher else 1 - alerts.margin)


# --- words ---------------------------------------------------------------------------------------


def _by_rep(facts: Facts, items: Items) -> Iterator[tuple[str, UUID | None, str, Items]]:
    """Yields subject, id, name and rows of everybody who has some, nobody's last."""
    for rep in facts.reps:
        if mine := tuple(one for one in items if one.rep_id == rep.id):
            yield str(rep.id), rep.id, rep.name, mine
    known = {rep.id for rep in facts.reps}
    if others := tuple(one for one in items if one.rep_id not in known):
        yield NOBODY, None, "Nobody's accounts", others


def _plural(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _count(items: Items, one: str, many: str = "") -> str:
    return _plural(len(items), one, many)


def _visits(count: int) -> str:
    return _plural(count, "visit")


def _value(value: float, unit: str) -> str:
    if unit in ("share", "change"):
        return f"{100 * value:.0f} %"
    if unit == "ratio":
        return f"{value:.2g}"
    return f"{value:.0f} days" if unit == "days" else f"{value:,.1f}".removesuffix(".0")


RULES: tuple[Callable[[Facts], Iterable[Found]], ...] = (
    kept, drafts, silent, hours, ramps, neglected, leads, proposals, mixes, words, at_risk,
    suggestions, goals, figures,
)  # fmt: skip
KINDS = frozenset({
    "kept", "draft", "silent", "hours", "ramp", "neglected", "lead", "classes", "divest", "invest",
    "lumpy", "stagnant", "words", "risk", "seasons", "goal", *FIGURES,
})  # fmt: skip
