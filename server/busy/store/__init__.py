"""Other calendars and the times they fill: rows to records, and back. Only we write them."""

from server.busy.store.loading import (
    TASK,
    Sealed,
    load_all_ids,
    load_answers,
    load_calendar,
    load_calendars,
    load_known,
    load_names,
    load_sealed,
    load_shown,
    load_time,
    load_times,
)
from server.busy.store.saving import (
    ReadTime,
    add_calendar,
    ask_to_read,
    change_calendar,
    note_problem,
    remove_calendar,
    save_answer,
    save_reading,
)

__all__ = [
    "TASK",
    "ReadTime",
    "Sealed",
    "add_calendar",
    "ask_to_read",
    "change_calendar",
    "load_all_ids",
    "load_answers",
    "load_calendar",
    "load_calendars",
    "load_known",
    "load_names",
    "load_sealed",
    "load_shown",
    "load_time",
    "load_times",
    "note_problem",
    "remove_calendar",
    "save_answer",
    "save_reading",
]
