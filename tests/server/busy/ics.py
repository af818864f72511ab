"""Small calendars for tests."""


def calendar(*events: str, before: str = "") -> bytes:
    """A calendar of events, each its lines without BEGIN and END."""
    told = "\n".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Tests//EN\n{before}{told}\nEND:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def meeting(start: str = "20260506T150000Z", *lines: str, uid: str = "m1", length: str = "PT1H"):
    """A meeting, tomorrow at ten in Chicago unless told."""
    return "\n".join((f"UID:{uid}", f"DTSTART:{start}", f"DURATION:{length}", *lines))
