"""What one cell of a file means: a value, or a sentence that says what to write instead.

Every reader raises ValueError with such a sentence. How a column writes numbers and dates is
decided from all of its values (``number_style``, ``date_style``), never from one cell.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from routing.domain import AccountClass, MonthDay, Tier

NumberStyle = Literal[".", ","]
DateStyle = Literal["day-first", "month-first", "ambiguous"]
#: Beyond it a number is a slip, and no sum of such numbers means anything.
LARGEST = 1e15
#: An interval in days, or that many visits a week.
Interval = tuple[float | None, int | None]
Window = tuple[MonthDay, MonthDay]

CLASS_WORDS = {
    AccountClass.CORE: "core kern stamm stammkunde regular existing customer kunde active",
    AccountClass.INVEST: "invest grow growth ausbau ausbauen develop",
    AccountClass.OPPORTUNISTIC: "opportunistic opportunity gelegenheit occasional",
    AccountClass.DIVEST: "divest abbau abbauen dormant exit",
    AccountClass.PROSPECT: "prospect lead interessent potential new neu",
}
_CLASSES = {word: which for which, words in CLASS_WORDS.items() for word in words.split()}

YES = frozenset(
    {
        "yes",
        "y",
        "true",
        "t",
        "1",
        "x",
        "ja",
        "j",
        "wahr",
        "si",
        "sí",
        "oui",
        "a",
        "active",
        "aktiv",
        "activ",
        "open",
        "current",
    }
)
NO = frozenset(
    {
        "no",
        "n",
        "false",
        "f",
        "0",
        "nein",
        "falsch",
        "non",
        "i",
        "inactive",
        "inaktiv",
        "closed",
        "former",
        "gesperrt",
    }
)
MADE = frozenset(
    {
        "made",
        "visit",
        "visited",
        "done",
        "completed",
        "besuch",
        "besucht",
        "erledigt",
        "yes",
        "ok",
    }
)
PHONE = frozenset(
    {
        "phone",
        "call",
        "called",
        "telephone",
        "telefon",
        "anruf",
        "angerufen",
        "video",
    }
)
MISSED = frozenset(
    {
        "missed",
        "no-show",
        "noshow",
        "cancelled",
        "canceled",
        "closed",
        "verpasst",
        "ausgefallen",
        "absent",
    }
)
#: Kinds of touches as other programs write them, letters only.
TOUCH_WORDS = {
    "ticket": "ticket service serviceticket case incident complaint claim repair support"
    " reklamation beschwerde stoerung reparatur kundendienst servicefall",
    "phone": "phone call phonecall telephone telefon telefonat anruf rueckruf video",
    "email": "email mail",
    "event": "event fair tradefair tradeshow exhibition seminar training workshop webinar"
    " messe hausmesse veranstaltung schulung",
    "campaign": "campaign mailing newsletter promotion kampagne aktion werbung rundschreiben",
}
_TOUCHES = {word: kind for kind, words in TOUCH_WORDS.items() for word in words.split()}

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier",
            "feb february februar fevrier",
            "mar march marz maerz mrz mars",
            "apr april avril",
            "may mai",
            "jun june juni juin",
            "jul july juli juillet",
            "aug august aout",
            "sep sept september septembre",
            "oct october okt oktober octobre",
            "nov november novembre",
            "dec december dez dezember decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_SPACE = re.compile(r"[\s\u00a0\u200b\u202f\ufeff]+")
_CURRENCY = re.compile(r"(?i)[€$£¥]|\b(?:eur|usd|chf|gbp|sek|nok|dkk|pln|cad|aud|kr|fr)\b\.?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")


def clean(text: str) -> str:
    """Returns the cell without padding, no-break spaces and zero-width marks."""
    return _SPACE.sub(" ", text).strip()


def fold(text: str) -> str:
    """Returns the text for comparing: small letters, ä as ae, no accents."""
    text = clean(text).casefold()
    for mark, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(mark, letters)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


# --- numbers ----------------------------------------------------------------------------------


def number_style(values: Iterable[str], default: NumberStyle = ".") -> NumberStyle:
    """Returns the decimal mark of a column; ``1.234`` alone proves nothing, so the default holds.

    A mark that stands last beside the other one, or before any number of digits but three, or
    after a leading zero, is the decimal mark; one that repeats is the thousands mark.
    """
    votes = {".": 0, ",": 0}
    for value in values:
        marks = [c for c in value if c in ".,"]
        if not marks:
            continue
        last, tail = marks[-1], re.split(r"[.,]", value)[-1]
        if len(set(marks)) == 2:
            votes[last] += 1
        elif len(marks) > 1:
            votes["," if last == "." else "."] += 1
        elif len(re.sub(r"\D", "", tail)) != 3 or re.match(r"\D*0[.,]", value):
            votes[last] += 1
    if votes["."] == votes[","]:
        return default
    return "." if votes["."] > votes[","] else ","


def number(text: str, style: NumberStyle = ".") -> float:
    """Returns a number without its currency sign and thousands marks; brackets mean minus."""
    plain = _CURRENCY.sub("", text).replace(" ", "").replace("'", "").replace("’", "")
    plain = plain.replace("−", "-")
    minus = plain.startswith(("-", "(")) or plain.endswith("-")
    plain = plain.strip("-+()")
    other = "," if style == "." else "."
    plain = plain.replace(other, "").replace(style, ".")
    if not _NUMBER.fullmatch(plain.lower()) or float(plain) > LARGEST:
        raise ValueError(f"“{text}” is not a number. Write it like 1234{style}50.")
    return -float(plain) if minus else float(plain)


def amount(text: str, style: NumberStyle = ".") -> float:
    """Returns a number that may not be negative, such as a potential."""
    value = number(text, style)
    if value < 0:
        raise ValueError(f"{text} is negative. Write 0 or more.")
    return value


def whole(text: str) -> int:
    """Returns a whole number of 0 or more."""
    value = number(text)
    if value != int(value) or value < 0:
        raise ValueError(f"“{text}” is not a whole number of 0 or more.")
    return int(value)


def degrees(text: str, limit: int, name: str) -> float:
    """Returns a coordinate; a single comma is a decimal mark, degrees have no thousands."""
    try:
        value = float(text.replace(",", ".").rstrip("°"))
    except ValueError:
        raise ValueError(
            f"“{text}” is no {name}. Write degrees with decimals, like 43.4164."
        ) from None
    if not -limit <= value <= limit:
        raise ValueError(f"{name} {text} is not between -{limit} and {limit}.")
    return round(value, 7)


def lat(text: str) -> float:
    return degrees(text, 90, "latitude")


def lon(text: str) -> float:
    return degrees(text, 180, "longitude")


def lat_lon(text: str) -> tuple[float, float]:
    """Returns both coordinates of one cell: ``43.41, -95.12``, ``43,41; -95,12``, ``POINT``."""
    parts = re.findall(r"-?\d+(?:[.,]\d+)?", text)
    if "," in text and not re.search(r"\d\.\d", text):
        parts = [p for p in re.split(r"[;\s]+", text) if p] if ";" in text else text.split(", ")
    if len(parts) != 2:
        raise ValueError(f"“{text}” is not “latitude, longitude”. Write it like 43.4164, -95.1268.")
    if text.upper().startswith("POINT"):
        parts.reverse()
    return lat(parts[0].strip()), lon(parts[1].strip())


# --- dates ------------------------------------------------------------------------------------

_TWO_SIDED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{2}|\d{4})(?:[ T,].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})(?: .*)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_NAME = re.compile(r"(\d{1,2})\.?[ -]([a-z]{3,9})\.?,?[ -](\d{4})(?: .*)?")
_NAME_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?: .*)?")


def date_style(values: Iterable[str], latest: date | None = None) -> DateStyle:
    """Returns whether ``03/04/2022`` has the day or the month first, from all values of a column.

    A part over 12 is a day. Where no value proves it, but one reading puts a date after
    ``latest``, it is the other one. Otherwise it is ambiguous and a person must say.
    """
    pairs = [m.groups() for m in map(_TWO_SIDED.fullmatch, values) if m]
    first = any(int(a) > 12 for a, _, _ in pairs)
    second = any(int(b) > 12 for _, b, _ in pairs)
    if first or second:
        return "ambiguous" if first and second else "day-first" if first else "month-first"
    if all(a == b for a, b, _ in pairs):
        return "day-first"
    late_day = _any_after(latest, ((y, b, a) for a, b, y in pairs))
    late_month = _any_after(latest, ((y, a, b) for a, b, y in pairs))
    if late_day != late_month:
        return "month-first" if late_day else "day-first"
    return "ambiguous"


def _any_after(latest: date | None, parts: Iterable[tuple[str, str, str]]) -> bool:
    return latest is not None and any(
        date(_year(y), int(m), int(d)) > latest for y, m, d in parts if int(m) and int(d)
    )


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def day(text: str, style: DateStyle = "ambiguous") -> date:
    """Returns a date; of an instant its date as written, without turning it to another zone."""
    low = fold(text)
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        return _date(text, *match.groups())
    if match := _DOTTED.fullmatch(text):
        return _date(text, match[3], match[2], match[1])
    if match := _DAY_NAME.fullmatch(low):
        return _date(text, match[3], str(_MONTHS.get(match[2], 0)), match[1])
    if match := _NAME_DAY.fullmatch(low):
        return _date(text, match[3], str(_MONTHS.get(match[1], 0)), match[2])
    if match := _TWO_SIDED.fullmatch(text):
        a, b, year = match.groups()
        if style == "ambiguous" and a != b:
            raise ValueError(
                f"{text} can be read in two ways and nothing in this column decides. "
                "Choose “day first” or “month first”, or write dates like 2022-04-03."
            )
        return _date(text, year, *((a, b) if style == "month-first" else (b, a)))
    raise ValueError(f"“{text}” is not a date. Write it like 2022-04-03.")


def _date(text: str, year: str, month: str, of_month: str) -> date:
    try:
        return date(_year(year), int(month), int(of_month))
    except ValueError:
        raise ValueError(f"{text} is not in the calendar. Write dates like 2022-04-03.") from None


def excel_day(serial: float) -> str:
    """Returns the date behind a spreadsheet's day number, in ISO form."""
    return (datetime(1899, 12, 30) + timedelta(days=serial)).date().isoformat()  # noqa: DTZ001


def month(text: str, style: DateStyle = "ambiguous") -> tuple[date, bool]:
    """Returns the first day of a month, and whether the cell named a whole month."""
    low = fold(text)
    if match := re.fullmatch(r"(\d{4})[-/. ]?(\d{1,2})", low):
        return _date(text, match[1], match[2], "1"), True
    if match := re.fullmatch(r"(\d{1,2})[-/. ](\d{4})", low):
        return _date(text, match[2], match[1], "1"), True
    if match := re.fullmatch(r"([a-z]{3,9})\.?[-/ ](\d{4}|\d{2})", low):
        return _date(text, match[2], str(_MONTHS.get(match[1], 0)), "1"), True
    return day(text, style).replace(day=1), False


# --- seasons ------------------------------------------------------------------------------------


def month_day(text: str, *, end: bool = False) -> MonthDay:
    """Returns a day of the year; a month alone means its first day, or its last as an ``end``."""
    low = fold(text).replace("--", "")
    if match := re.fullmatch(r"(?:\d{4}-)?(\d{1,2})-(\d{1,2})(?:[ t].*)?", low):
        return _month_day(text, int(match[1]), int(match[2]))
    if match := re.fullmatch(r"(\d{1,2})/(\d{1,2})", low):
        a, b = int(match[1]), int(match[2])
        return _month_day(text, b, a) if a > 12 else _month_day(text, a, b)
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.?(?:\d{4})?", low):
        return _month_day(text, int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{1,2})?\.? ?([a-z]{3,9})\.? ?(\d{1,2})?(?:st|nd|rd|th)?", low):
        number_ = _MONTHS.get(match[2], 0)
        day_ = match[1] or match[3]
        if number_:
            last = MonthDay(number_, _last_day(number_) if end else 1)
            return _month_day(text, number_, int(day_)) if day_ else last
    raise ValueError(f"“{text}” is no day of the year. Write month and day, like 05-01.")


def _month_day(text: str, month_: int, day_: int) -> MonthDay:
    try:
        return MonthDay(month_, day_)
    except ValueError:
        raise ValueError(
            f"{text} is no day of any year. Write month and day, like 05-01."
        ) from None


def _last_day(month_: int) -> int:
    return (date(2024 + month_ // 12, month_ % 12 + 1, 1) - timedelta(days=1)).day


def season(text: str) -> tuple[Window, ...]:
    """Returns the windows of ``05-01..09-30``, ``01.05.-30.09.`` or ``May-Sep; Dec-Feb``."""
    return tuple(_window(part) for part in re.split(r"[;+&]| and | und ", text) if part.strip())


_FROM_TO = re.compile(r"\.\.|–|—|\bto\b|\bbis\b| - |-(?=[a-zA-Z])|(?<=\.)-|(?<=[a-zA-Z])-")


def _window(text: str) -> Window:
    spaced = _FROM_TO.split(text.strip())
    if len(spaced) == 1 and text.count("-") == 1:
        spaced = text.split("-")
    if len(spaced) != 2:
        raise ValueError(f"“{text.strip()}” is no season. Write it like 05-01..09-30.")
    return month_day(spaced[0]), month_day(spaced[1], end=True)


# --- cadence --------------------------------------------------------------------------------------

_UNITS = {
    "d": 1,
    "day": 1,
    "days": 1,
    "tag": 1,
    "tage": 1,
    "tagen": 1,
    "taegig": 1,
    "w": 7,
    "week": 7,
    "weeks": 7,
    "wk": 7,
    "wks": 7,
    "woche": 7,
    "wochen": 7,
    "woechentlich": 7,
    "month": 30,
    "months": 30,
    "monat": 30,
    "monate": 30,
    "monaten": 30,
    "monatlich": 30,
    "quarter": 91,
    "quarters": 91,
    "quartal": 91,
    "quartale": 91,
    "year": 365,
    "years": 365,
    "jahr": 365,
    "jahre": 365,
    "jahren": 365,
}
_WORDS = {
    "daily": 1,
    "taeglich": 1,
    "weekly": 7,
    "woechentlich": 7,
    "fortnightly": 14,
    "every other week": 14,
    "biweekly": 14,
    "bi-weekly": 14,
    "14-taegig": 14,
    "14taegig": 14,
    "monthly": 30,
    "monatlich": 30,
    "quarterly": 91,
    "vierteljaehrlich": 91,
    "half-yearly": 182,
    "halbjaehrlich": 182,
    "yearly": 365,
    "annually": 365,
    "jaehrlich": 365,
}
_TIMES = {"once": 1, "twice": 2, "einmal": 1, "zweimal": 2, "dreimal": 3}
_PER = re.compile(
    r"(\d+)\s*(?:x|mal|times|visits|besuche)?\s*(?:/|per|pro|a|an|each|je|im)?\s*([a-z]+)"
)
_EVERY = re.compile(r"(?:every|alle|each|jede[nrs]?)?\s*(\d+(?:\.\d+)?)\s*-?\s*([a-z]*)\.?")
_EACH = re.compile(r"(?:every|jede[nrs]?|alle)\s+([a-z]+)")
_TIER = re.compile(
    r"(?:tier|kategorie|klasse|class|abc)?[ :-]*([abc])(?:[ -](?:kunde|tier|account))?"
)


def interval(text: str) -> Interval:
    """Returns the interval: days, or visits a week where the text counts visits in a week.

    ``14`` and ``14 days`` are days, ``every 2 weeks`` 14 days, ``2/week`` twice a week and
    ``2/month`` every 15 days.
    """
    low = fold(text).replace(",", ".")
    for word, times in _TIMES.items():
        low = re.sub(rf"^{word}\b", f"{times}x", low)
    if low in _WORDS:
        return float(_WORDS[low]), None
    match = _EVERY.fullmatch(low)
    if match and (unit := _UNITS.get(match[2] or "days")):
        return _interval(text, float(match[1]) * unit), None
    match = _EACH.fullmatch(low)
    if match and (unit := _UNITS.get(match[1])):
        return float(unit), None
    if match := _PER.fullmatch(low):
        times, unit = int(match[1]), _UNITS.get(match[2])
        if unit == 7 and 1 <= times <= 7:
            return None, times
        if unit and times:
            return _interval(text, unit / times), None
    raise ValueError(
        f"“{text}” is no interval. Write days (14), “every 2 weeks”, “weekly” or “2/week”."
    )


def _interval(text: str, days: float) -> float:
    if not 1 <= days <= 730:
        raise ValueError(
            f"An interval of {text} is not possible: write 1 to 730 days, "
            "or leave it empty for the interval of class and tier."
        )
    return round(days, 4)


def minutes(text: str) -> int:
    """Returns seconds on site, from ``45``, ``45 min``, ``1:30`` or ``1 h 30``."""
    low = fold(text)
    if match := re.fullmatch(r"(\d+):(\d{2})(?::00)?(?: ?h)?", low):
        seconds = int(match[1]) * 3600 + int(match[2]) * 60
    elif match := re.fullmatch(r"(\d+(?:[.,]\d+)?) ?h(?:ours?|rs?)? ?(\d+)? ?(?:m|min)?", low):
        seconds = round(float(match[1].replace(",", ".")) * 3600) + int(match[2] or 0) * 60
    elif match := re.fullmatch(r"(\d+(?:[.,]\d+)?) ?(?:m|min|mins|minutes?|minuten)?\.?", low):
        seconds = round(float(match[1].replace(",", ".")) * 60)
    else:
        raise ValueError(f"“{text}” is not a time in minutes. Write it like 45.")
    if not 60 <= seconds <= 8 * 3600:
        raise ValueError(f"{text} on site is not between 1 minute and 8 hours.")
    return seconds


# --- words ----------------------------------------------------------------------------------------


def account_class(text: str) -> str:
    low = fold(text)
    if low not in _CLASSES:
        raise ValueError(f"“{text}” is no class. Write one of: {', '.join(AccountClass)}.")
    return _CLASSES[low].value


def tier(text: str) -> str:
    """Returns A, B or C, also from ``Tier A`` and ``a-kunde``."""
    match = _TIER.fullmatch(fold(text))
    if not match:
        raise ValueError(f"“{text}” is no tier. Write one of: {', '.join(Tier)}.")
    return match[1].upper()


def yes(text: str) -> bool:
    """Returns whether an account is active, from a status as other programs write it."""
    low = fold(text)
    if low in YES or low in NO:
        return low in YES
    raise ValueError(f"“{text}” says neither active nor inactive. Write yes or no.")


def outcome(text: str) -> str:
    low = fold(text)
    for words, name in ((MADE, "made"), (PHONE, "phone"), (MISSED, "missed")):
        if low in words:
            return name
    raise ValueError(f"“{text}” is no outcome. Write one of: made, phone, missed.")


def touch(text: str) -> str:
    """Returns the kind of a touch, also from ``E-Mail``, ``Trade fair`` and ``Reklamation``."""
    word = re.sub(r"[^a-z]", "", fold(text))
    if word not in _TOUCHES:
        raise ValueError(f"“{text}” is no kind of touch. Write one of: {', '.join(TOUCH_WORDS)}.")
    return _TOUCHES[word]


def us_zip(text: str) -> str:
    """Returns the ZIP code with the leading zeros a spreadsheet took away."""
    return text.zfill(5) if re.fullmatch(r"\d{3,4}", text) else text
