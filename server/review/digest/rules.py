"""A week in words: what was achieved, what is new, what was decided, what comes. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from routing import coverage
from routing.coverage import Figure
from server import wire

#: Figures of four weeks, as they stood on the Sunday.
SHOWN = ("attainment", "on_time", "coverage", "overdue_share", "overdue_value")
#: What a week's row keeps beside its exceptions.
COUNTS = {"visits": "visits made", "calls": "calls", "missed": "visits missed"}
#: Exceptions by kind; a size is told where it is a count.
TITLES = {
    "silent": "not synced for {} working days", "hours": "hours over by {} %",
    "ramp": "seasons opened without a whole ramp: {}", "neglected": "neglected accounts: {}",
    "divest": "too much divest", "invest": "too many invest accounts", "lumpy": "a lumpy mix",
    "stagnant": "a stagnant mix", "words": "words unanswered: {}", "risk": "core at risk: {}",
    "late": "visits late or not made", "plan": "plans not followed", "time": "time on the way",
    "care": "visits at the wrong accounts", "answers": "classes not judged in reports",
}  # fmt: skip
NOBODY = "Nobody's accounts"


@dataclass(frozen=True, slots=True)
class RepWeek:
    """A rep's week: counts, exceptions with their size, and figures as they stood on its Sunday."""

    counts: Mapping[str, float] = field(default_factory=dict)
    exceptions: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Week:
    """A week of everybody in sight, by rep; under None what belongs to nobody.

    ``kept`` says that it was written down on its Sunday and never changes; else it is counted now.
    """

    first: date
    last: date
    kept: bool
    reps: Mapping[UUID | None, RepWeek]
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided in the week."""

    at: datetime
    who: str
    text: str


def digest(
    week: Week,
    before: Week,
    names: Mapping[UUID, str],
    decisions: Sequence[Decision],
    coming: Sequence[str],
) -> wire.DigestOut:
    """Returns the page of a week against the one before."""
    now, then = _standing(week), _standing(before)
    made = wire.DigestOut(
        first=week.first,
        last=week.last,
        kept=week.kept and before.kept,
        figures=[*_counts(week, before), *_figures(week, before)],
        reps=[_rep(rep, name, week, before) for rep, name in names.items()],
        new=[_exception(one, week, names) for one in now if one not in then],
        gone=[_exception(one, before, names) for one in then if one not in now],
        decisions=[wire.DigestDecision(at=d.at, who=d.who, text=d.text) for d in decisions],
        coming=[*_planned(week), *coming],
        subject=f"Rounds, {_day(week.first)} to {_day(week.last)}",
        text="",
    )
    return made.model_copy(update={"text": as_text(made)})


def as_text(made: wire.DigestOut) -> str:
    """Returns the page as plain text, for a mail."""
    parts = [
        made.subject,
        _section("Achieved", (f"{f.label}: {f.now} (the week before {f.before})"
                              for f in made.figures)),
        _section("Each rep", (f"{one.rep}: {one.line}" for one in made.reps)),
        _section("New exceptions", made.new),
        _section("Gone exceptions", made.gone),
        _section("Decided", (f"{d.who} {d.text}" for d in made.decisions)),
        _section("Next week", made.coming),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"- {line}" for line in list(lines) or ["nothing"])])


def _counts(week: Week, before: Week) -> list[wire.DigestFigure]:
    found = []
    for name, label in COUNTS.items():
        now, then = (sum(one.counts.get(name, 0) for one in w.reps.values())
                     for w in (week, before))  # fmt: skip
        found.append(_row(label.capitalize(), f"{now:.0f}", f"{then:.0f}", now - then))
    return found


def _figures(week: Week, before: Week) -> list[wire.DigestFigure]:
    found = []
    for name in SHOWN:
        metric = coverage.METRICS[name]
        now, then = (_value(w.figures, name) for w in (week, before))
        scale = 100 if metric.unit == "share" else 1
        change = None if now is None or then is None else scale * (now - then)
        words = _words(now, metric.unit), _words(then, metric.unit)
        found.append(_row(f"{metric.label}, four weeks", words[0], words[1], change))
    return found


def _row(label: str, now: str, before: str, change: float | None) -> wire.DigestFigure:
    said = ""
    if change is not None:
        rounded = round(change, 1)
        said = "as before" if not rounded else f"{rounded:+g}".replace("-", "−")
    return wire.DigestFigure(label=label, now=now, before=before, change=said)


def _words(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return f"{100 * value:.0f} %" if unit == "share" else f"{value:.1f}"


def _value(figures: Mapping[str, Figure], name: str) -> float | None:
    return figures[name].value if name in figures else None


def _planned(week: Week) -> list[str]:
    count = sum(one.counts.get("planned", 0) for one in week.reps.values())
    return [f"{count:.0f} visits are planned"] if count else []


def _rep(rep_id: UUID, name: str, week: Week, before: Week) -> wire.DigestRep:
    now, then = (w.reps.get(rep_id, RepWeek()) for w in (week, before))
    visits = now.counts.get("visits", 0)
    change = visits - then.counts.get("visits", 0)
    against = f" ({change:+.0f})".replace("-", "−") if change else ""
    line = [
        f"{visits:.0f} visits{against}",
        f"attainment {_words(_value(now.figures, 'attainment'), 'share')}",
        f"{now.counts.get('planned', 0):.0f} visits planned next week",
    ]
    if now.exceptions:
        count = len(now.exceptions)
        line.append(f"{count} exception{'s' if count > 1 else ''}")
    return wire.DigestRep(rep_id=rep_id, rep=name, line=", ".join(line))


def _standing(week: Week) -> list[tuple[UUID | None, str]]:
    """Returns the exceptions of a week by rep and kind, however bad they are."""
    return [(rep, kind) for rep, one in week.reps.items() for kind in one.exceptions]


def _exception(of: tuple[UUID | None, str], week: Week, names: Mapping[UUID, str]) -> str:
    rep, kind = of
    size = week.reps[rep].exceptions[kind]
    whose = names.get(rep, "A rep who left") if rep else NOBODY
    return f"{whose}: {TITLES.get(kind, kind).format(f'{size:.0f}')}"


def _day(on: date) -> str:
    return f"{on.day} {on:%B}"
