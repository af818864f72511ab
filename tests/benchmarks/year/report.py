"""The table, and what was promised of it; ``year`` says what the figures mean."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.result import Cell, Result
from tests.benchmarks.year.evaluator import Figures
from tests.benchmarks.year.ours import NAME
from tests.benchmarks.year.records import Record

COLUMNS = (
    "Load", "Planner", "Att. %", "plain", "Prio.", "On time", "Drive min", "Drive h", "Field h",
    "Late d", "Moved", "Kept", "CPU s",
)  # fmt: skip
ALL = "all"

LESS_DRIVING, MORE_PRIORITY, MOVED_SHARE, KEPT = 0.15, 0.10, 0.5, 0.80
#: Attainments this near are equal.
EQUAL = 0.005

ByPlanner = Mapping[str, Figures]


def result(records: Sequence[Record]) -> Result:
    """Returns the table of all reps and of those of each load, and the promises broken."""
    loads = list(dict.fromkeys(record.load for record in records))
    rows = [
        (load, planner, *cells(figures))
        for load in (ALL, *loads)
        for planner, figures in summed(records, load).items()
    ]
    return Result(COLUMNS, rows, broken(summed(records, ALL)))


def summed(records: Sequence[Record], load: str) -> dict[str, Figures]:
    total: dict[str, Figures] = {}
    for record in records:
        if load in (ALL, record.load):
            planner = record.key.planner
            total[planner] = total.get(planner, Figures()) + record.figures
    return total


def cells(of: Figures) -> tuple[Cell, ...]:
    return (
        100 * attained(of),
        100 * _share(of.served, of.required),
        round(of.served_value),
        100 * _share(of.on_time, of.due),
        driving_min(of),
        round(of.driving_s / 3600),
        round(of.field_s / 3600),
        round(of.late_days_value),
        100 * moved(of),
        100 * kept(of),
        _share(of.cpu_s, of.nights),
    )


def attained(of: Figures) -> float:
    return _share(of.served_value, of.required_value)


def driving_min(of: Figures) -> float:
    return _share(of.driving_s / 60, of.in_person)


def priority_an_hour(of: Figures) -> float:
    return _share(of.served_value, of.field_s / 3600)


def moved(of: Figures) -> float:
    return _share(of.moved, of.shown)


def kept(of: Figures) -> float:
    return _share(of.kept, of.first_shown)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def broken(planners: ByPlanner) -> list[str]:
    """Returns each promise that our planner does not keep, with what it reached instead."""
    ours = planners[NAME]
    others = {name: figures for name, figures in planners.items() if name != NAME}
    rival, how = best(ours, others)
    less = 1 - driving_min(ours) / driving_min(others[rival])
    richest = max(others, key=lambda name: priority_an_hour(others[name]))
    more = priority_an_hour(ours) / priority_an_hour(others[richest]) - 1
    promises = (
        (less >= LESS_DRIVING,
         f"{LESS_DRIVING:.0%} less driving a visit than {rival} ({how}): it is {less:.1%}"),
        (more >= MORE_PRIORITY,
         f"{MORE_PRIORITY:.0%} more priority an hour than {richest}: it is {more:.1%}"),
        (moved(ours) <= MOVED_SHARE * moved(others[rival]),
         f"{MOVED_SHARE:.0%} of the moved visits of {rival} ({how}): "
         f"it is {moved(ours):.1%} against {moved(others[rival]):.1%}"),
        (kept(ours) >= KEPT,
         f"{KEPT:.0%} of visits made on the day first shown: it is {kept(ours):.1%}"),
    )  # fmt: skip
    return [text for holds, text in promises if not holds]


def best(ours: Figures, others: ByPlanner) -> tuple[str, str]:
    """Returns the opponent to be measured against, and why that one.

    Of those that attain as much as ours, the one that drives least a visit; if none does, the one
    that attains most.
    """
    equal = [name for name, one in others.items() if attained(one) >= attained(ours) - EQUAL]
    if equal:
        return min(equal, key=lambda name: driving_min(others[name])), "attains as much"
    most = max(others, key=lambda name: attained(others[name]))
    return most, f"none attains as much, it attains most: {attained(others[most]):.1%}"


def spots(records: Sequence[Record]) -> str:
    """Returns what longer searches of single nights would have saved, in a sentence."""
    gains = [gain for record in records for gain in record.gains]
    if not gains:
        return ""
    mean, most = sum(gains) / len(gains), max(gains)
    return (
        f"{len(gains)} nights planned again with much more effort: "
        f"their plans cost {mean:.1%} less on average, {most:.1%} at most."
    )
