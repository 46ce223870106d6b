"""Numbers as people type them: read for certain, or not at all."""

from __future__ import annotations

import re

from .errors import RecordError
from .text import titled

_MOST = 1_000_000_000
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]*)?|[+-]?[.,][0-9]+")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")  # as the dashboard writes them


def read_number(text: str) -> float:
    """A number from 0 on as it is written in Scotland, or with a comma as most others write it.

    Raises `RecordError` for anything else, and for a number below 0 or beyond a thousand million.

    >>> read_number("2.5"), read_number("2,5"), read_number("1,250")
    (2.5, 2.5, 1250.0)
    """
    line = text.strip().replace("\N{MINUS SIGN}", "-").replace("\N{NO-BREAK SPACE}", "")
    if _GROUPED.fullmatch(line):
        line = line.replace(",", "")
    if not _PLAIN.fullmatch(line):
        raise RecordError(f"{titled(text)} is no number. Write one such as 3 or 2.5.")
    number = float(line.replace(",", "."))
    if not 0 <= number <= _MOST:
        raise RecordError(f"{titled(text)} is {'below 0' if number < 0 else 'too large'}. Give 0 or more.")
    return number


def read_count(text: str, most: int) -> int:
    """A whole number from 0 to `most`. Raises `RecordError` for anything else."""
    try:
        number = read_number(text)
    except RecordError:
        number = -1.0
    if not number.is_integer() or not 0 <= number <= most:
        raise RecordError(f"{titled(text)} is no whole number from 0 to {most:,}.")
    return int(number)
