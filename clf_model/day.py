"""Days as people type them: read for certain, or not at all."""

from __future__ import annotations

import re
from datetime import date

from .errors import RecordError
from .text import titled

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORTEST = 3  # letters of a month's name
_NUMBERS = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]+)[.,]? ([0-9]{4})")


def read_day(text: str) -> date:
    """A day as it is written in Scotland, whatever the language of the browser that it was typed in.

    Day first, as 15/01/2027 or 15 January 2027, or year first as 2027-01-15. Raises `RecordError` for
    anything else, such as two digits of a year, and for a day that is not in the calendar.

    >>> read_day("5/1/2027")
    datetime.date(2027, 1, 5)
    """
    line = " ".join(text.split()).lower()
    parts = _parts(line)
    if parts is None:
        raise RecordError(
            f"{titled(text)} cannot be read as a day for certain. Write day, month and year, such as "
            "15/01/2027 or 15 January 2027."
        )
    try:
        return date(*parts)
    except ValueError:
        raise RecordError(
            f"{titled(text)} is not in the calendar. Write day, month and year, such as 15/01/2027 or "
            "15 January 2027."
        ) from None


def _parts(line: str) -> tuple[int, int, int] | None:
    """Year, month and day; None where the line has none of the forms."""
    if found := _NUMBERS.fullmatch(line):
        return int(found[4]), int(found[3]), int(found[1])
    if found := _YEAR_FIRST.fullmatch(line):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _WORDS.fullmatch(line)) and (month := _month(found[2])):
        return int(found[3]), month, int(found[1])
    return None


def _month(word: str) -> int | None:
    if len(word) < _SHORTEST:
        return None
    return next((i for i, name in enumerate(_MONTHS, start=1) if name.startswith(word)), None)
