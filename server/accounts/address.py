"""Takes an address apart that stands in one cell, as a letter has it."""

import re

#: “12 Shore Road, Lake Geneva, WI 53147, USA”.
_AMERICAN = re.compile(
    r"(?P<address>.+?),\s*(?P<city>[^,]+),\s*(?P<state>[A-Za-z]{2}|[A-Z][a-z]+(?: [A-Z][a-z]+)?),?"
    r"\s+(?P<zip>\d{5}(?:-\d{4})?)(?:,\s*(?P<country>[A-Za-z. ]+))?"
)
#: “Seestraße 12, 24103 Kiel, Germany”: the code before the town.
_EUROPEAN = re.compile(
    r"(?P<address>.+?),\s*(?:[A-Z]{1,2}-)?(?P<zip>\d{4,5})\s+(?P<city>[^,\d]+)"
    r"(?:,\s*(?P<country>[A-Za-z. ]+))?"
)
#: At least the code at the end tells where it is.
_CODE_LAST = re.compile(
    r"(?P<address>.*\D)\s(?P<zip>\d{5}(?:-\d{4})?)(?:,?\s*(?:USA?|U\.S\.A?\.))?"
)


def parts(text: str) -> dict[str, str]:
    """Returns street, city, state, ZIP and country as far as they can be told apart.

    What cannot be taken apart stays a street: nothing of the cell is lost.
    """
    for shape in (_AMERICAN, _EUROPEAN, _CODE_LAST):
        if match := shape.fullmatch(text):
            return {name: part.strip(" ,") for name, part in match.groupdict().items() if part}
    return {"address": text}
