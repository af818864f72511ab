"""Other planners, rebuilt from the rules their makers publish, each as strong as its rule allows.

All of them keep to opening hours and working time, know seasons, appointments and who is to be left
alone for now, fill a day by cheapest insertion, order it by 2-opt with the hours kept, and list the
next 20 working days. Where a rule would only waste visits by the evaluator's count (a second visit
before the due window opens), they get the better reading.

``cycle`` keeps a fixed cycle of 28 days, ``overdue`` takes the most overdue first and then the
nearest, ``stretched`` stretches all intervals alike under overload, ``limits`` knows the least and
the most days between visits.
"""

from collections.abc import Callable, Mapping

from tests.benchmarks.year.nights import Planner
from tests.benchmarks.year.opponents.fixed_cycle import FixedCycle
from tests.benchmarks.year.opponents.limits import Limits
from tests.benchmarks.year.opponents.overdue import MostOverdue
from tests.benchmarks.year.opponents.stretched import Stretched

OPPONENTS: Mapping[str, Callable[[], Planner]] = {
    "cycle": FixedCycle,
    "overdue": MostOverdue,
    "stretched": Stretched,
    "limits": Limits,
}
