"""Collecting what is wrong with a file, within limits that a hostile file cannot stretch."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

from ..errors import Problem

MOST_PROBLEMS = 500
_MOST_SUGGESTIONS = 20  # comparing words takes milliseconds each
_MOST_KNOWN = 1000
_LONGEST_WORD = 60


def quoted(text: str) -> str:
    """A text in single quotes on one line, cut where it is long; what is invisible in it is named."""
    line = " ".join(text[: 4 * _LONGEST_WORD].split())
    line = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in line)
    return f"'{line}'" if len(line) <= _LONGEST_WORD else f"'{line[:_LONGEST_WORD]}…'"


def _look(word: str) -> str:
    """What is left of a word when case, and 0 for O, make no difference."""
    return word.casefold().replace("0", "o")


class Findings:
    """The problems of one file; after `MOST_PROBLEMS` further ones are only said to exist."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._suggestions = 0

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems by line."""
        found = sorted(self._problems[:MOST_PROBLEMS], key=lambda problem: problem.line)
        if self.is_full:
            message = f"There are more problems than these {MOST_PROBLEMS}."
            found.append(Problem(self._file, 0, message, "Mend these, then check the file again."))
        return tuple(found)

    @property
    def is_full(self) -> bool:
        """Whether there are so many problems that looking for more is of no use."""
        return len(self._problems) > MOST_PROBLEMS

    def add(self, line: int, message: str, remedy: str) -> None:
        """Note a problem; `line` counts from 1, and 0 is the file as a whole."""
        if not self.is_full:
            self._problems.append(Problem(self._file, line, message, remedy))

    def suggestion(self, word: str, known: Iterable[str]) -> str:
        """'Did you mean …? ' with the nearest of the known words; nothing where none is near."""
        self._suggestions += 1
        if self._suggestions > _MOST_SUGGESTIONS or len(word) > _LONGEST_WORD:
            return ""
        words = tuple(islice(known, _MOST_KNOWN))
        near = [other for other in words if _look(other) == _look(word)] or get_close_matches(
            word, words, n=1
        )
        return f"Did you mean '{near[0]}'? " if near else ""
