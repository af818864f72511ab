"""From where on something is told to a manager: the limits of exceptions that no metric has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alerts:
    """The limits, each a judgement.

    What was set aside comes back when it is ``worse`` times what it was. A mix of fewer than
    ``few_accounts`` says nothing. A phone is silent after ``silent_d`` working days, an account
    neglected after ``neglected`` of its intervals, a word of a rep late after ``answer_d`` days; a
    ramp is news ``opening_d`` days ahead. A figure without an interval is held against a rep only
    when it lies ``margin`` beyond its limit and is made of so many visits, days or minutes. A goal
    within ``goal_near`` of its pace, as part of the whole way, is on it.
    """

    worse: float = 1.25
    few_accounts: int = 10
    silent_d: int = 2
    neglected: float = 2.0
    answer_d: int = 7
    opening_d: int = 28
    margin: float = 0.05
    enough_visits: int = 10
    enough_days: int = 5
    enough_minutes: int = 600
    goal_near: float = 0.02
