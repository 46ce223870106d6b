"""What is wrong with a file of judgements, in words with a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ..assessment import Judgement
from ..errors import DataError, Problem
from ..files.findings import quoted

MOST_PROBLEMS = 500
"""So many problems of a file are described; the rest are counted."""


def refuse(file: str, line: int, message: str, remedy: str) -> None:
    raise DataError([Problem(file, line, message, remedy)])


def raise_all(file: str, problems: Iterable[Problem]) -> None:
    """Raise `DataError` if there are any problems."""
    remaining = iter(problems)
    shown = list(islice(remaining, MOST_PROBLEMS))
    more = sum(1 for _ in remaining)
    if more:
        shown.append(Problem(file, 0, f"There are {more} more problems.", "Mend these, then try again."))
    if shown:
        raise DataError(shown)


def not_a_judgement(file: str, line: int, row: int, column: str, value: str) -> Problem:
    words = [judgement.value for judgement in Judgement]
    return Problem(
        file,
        line,
        f"Row {row}, column {column}: {quoted(value)} is not a judgement.",
        f"Write {', '.join(words[:-1])} or {words[-1]}, or leave it empty.",
    )


def no_service(file: str, line: int, row: int) -> Problem:
    return Problem(file, line, f"Row {row} has no service.", "Name the service, or remove the row.")
