"""A year in the field: what planning every night is worth, against other planners.

Reps from a seed (``makers``) live 52 weeks (``nights``) of no-shows, cancellations, new leads,
illness, leave, holidays, seasons, visits and drives that take longer (``world``, ``field``). Every
night each planner lists what is to come; every day the list of that day is driven. Chance hangs on
accounts and dates, never on what a planner did before (``chance``). ``evaluator`` says how each
figure is counted; it shares no code with the planner.

The promises, over all reps together:

Less driving at equal attainment
    15 % fewer minutes of driving for each visit made in person than *the best opponent*: of those
    whose weighted attainment is at least ours less half a point, the one that drives least a visit.
    If none attains as much, the one that attains most, and the line says so: ours then attains more
    besides.
More priority at equal hours
    All reps have the same working days; what a planner makes of them differs, so the hours are made
    equal by division: 10 % more priority served for each hour in the field (driving, visits, waits
    and calls, overtime included, lunch not) than the opponent best at that, whichever it is.
Fewer moves
    At most half the share of moved visits of that same best opponent. A planner that attains much
    less may well keep still, and is none to be measured against.
The day first shown
    80 % of the visits shown on a date when it first came within 14 days are made on that date.

Columns: attained weighted by value and plain, in per cent; priority served; on time, per cent;
minutes of driving for a visit in person; hours driven, hours in the field; late days times value;
moved and kept, per cent; CPU seconds a night. The quick run is three reps, one of each load, and
13 weeks. In the full one a night in ten weeks is planned again with 15 times the effort, to see
what more time would save.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from tests.benchmarks.result import Result
from tests.benchmarks.year import makers, nights, ours, records, report
from tests.benchmarks.year.evaluator import evaluated
from tests.benchmarks.year.opponents import OPPONENTS
from tests.benchmarks.year.records import Key, Record, Store
from tests.benchmarks.year.world import FIRST, World

REPS, WEEKS = 20, 52
QUICK_REPS, QUICK_WEEKS = 3, 13


@dataclass(frozen=True, slots=True)
class Run:
    """What is measured: so many reps for so long, our planner with so many seconds a night."""

    seed: int
    reps: int
    weeks: int
    seconds: float
    looks_again: bool

    def keys(self) -> Iterator[Key]:
        stamps = {name: records.stamp(name) for name in (ours.NAME, *OPPONENTS)}
        for rep in range(self.reps):
            for name, stamp in stamps.items():
                effort = self.seconds if name == ours.NAME else 0.0
                yield Key(stamp, self.seed, self.weeks, rep, name, effort)


def main(
    quick: bool = False, seed: int = 1, out: Path | None = None, seconds: float | None = None
) -> Result:
    """Returns the table of a year; what an earlier run measured with the same sources is kept.

    ``out`` is the folder of the measured lines; ``seconds`` the CPU seconds meant for a night.
    """
    seconds = ours.SECONDS if seconds is None else seconds
    if quick:
        run = Run(seed, QUICK_REPS, QUICK_WEEKS, seconds, looks_again=False)
    else:
        run = Run(seed, REPS, WEEKS, seconds, looks_again=True)
    console = Console(stderr=True)
    made = measured(run, Store(out), console)
    if said := report.spots(made):
        console.print(said)
    return report.result(made)


def measured(run: Run, store: Store, console: Console) -> list[Record]:
    """Returns the record of every rep and planner, those missing made now."""
    keys = list(run.keys())
    found = [record for key in keys if (record := store.find(key))]
    missing = [key for key in keys if store.find(key) is None]
    columns = (*Progress.get_default_columns()[:2], TextColumn("{task.completed} of {task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console) as bar:
        task = bar.add_task("a year in the field", total=len(keys), completed=len(found))
        for key in missing:
            world = makers.world(key.seed, key.rep, key.weeks)
            bar.update(task, description=f"rep {key.rep} ({world.load}), {key.planner}")
            store.add(lived(key, world, run.looks_again))
            bar.advance(task)
    return [record for key in keys if (record := store.find(key))]


def lived(key: Key, world: World, looks_again: bool) -> Record:
    """Returns one planner's year with one rep."""
    if key.planner != ours.NAME:
        log = nights.simulate(world, OPPONENTS[key.planner]())
        return Record(key, world.load, evaluated(world, log))
    warm_up()
    planner = ours.Ours(key.effort)
    log = nights.simulate(world, planner, planner.look_again if looks_again else _go_on)
    gains = tuple(spot.gain for spot in planner.spots)
    return Record(key, world.load, evaluated(world, log), gains)


@cache
def warm_up() -> None:
    """Makes the machine code that our planner runs on, so that no night is charged for it."""
    nights.simulate(replace(makers.world(0, 0, weeks=1), working=(FIRST,)), ours.Ours(0.01))


def _go_on(on: date) -> None:
    """Hears of a day and does nothing."""
