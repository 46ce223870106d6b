"""What can go wrong: problems in data are values, errors about a request are raised."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

_NAMED_IN_CIRCLE = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file: where it is, what it is, and what to do about it.

    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message} {self.remedy}"


class ClfError(Exception):
    """Base of every error that this package raises; its text is written for a person."""


class Kind(StrEnum):
    """What an id in an error's text is the id of."""

    CAPABILITY = "capability"
    INDICATOR = "indicator"
    ACTION = "action"


NameOf = Callable[[Kind, str], str]
"""The name of what an id stands for, as people know it."""


class NamingError(ClfError, ABC):
    """An error that knows what it is about by ids: its own text has these, and `said` takes names."""

    def __init__(self) -> None:
        super().__init__(self.said(lambda _, id_: id_))

    @abstractmethod
    def said(self, name_of: NameOf) -> str:
        """The text, with names in place of ids."""


class DataError(ClfError):
    """A file could not be used; `problems` holds all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RulesError(ClfError):
    """The rules asked for cannot be applied."""

    def __init__(self, threshold: float) -> None:
        super().__init__(
            f"The threshold is {threshold}. Give a number above 0 and up to 1, such as 0.8 for 80 %."
        )


class UnknownIdError(ClfError):
    """A request names something that the framework does not have."""

    def __init__(self, kind: str, id_: str, known: Iterable[str]) -> None:
        self.kind, self.id = kind, id_
        super().__init__(f"There is no {kind} {id_!r}. Known: {', '.join(known)}.")


class RecordError(ClfError):
    """A judgement or evidence entry is incomplete or out of range."""


class MismatchError(ClfError):
    """An assessment belongs to another framework than the one in use."""

    def __init__(self, assessment_framework: str, framework: str) -> None:
        super().__init__(
            f"The assessment was made with framework {assessment_framework!r}, but {framework!r} is in use. "
            f"Choose the framework file that it was made with."
        )


def circle(ids: Sequence[str]) -> str:
    """A circle of requirements in words; `ids` in turn, the first repeated at the end."""
    if len(ids) == 2:
        return f"The action {ids[0]!r} requires itself."
    named = ids if len(ids) <= _NAMED_IN_CIRCLE else (*ids[: _NAMED_IN_CIRCLE - 2], "…", ids[-1])
    return f"Actions require each other in a circle: {' → '.join(named)}."


class CycleError(NamingError):
    """Actions require each other, so that none of them can come first; `ids` are those in turn."""

    def __init__(self, ids: Sequence[str]) -> None:
        self.ids = tuple(ids)
        super().__init__()

    def said(self, name_of: NameOf) -> str:
        """The circle, and how it is broken."""
        found = circle([name_of(Kind.ACTION, id_) for id_ in self.ids])
        return f"{found} Take one of them out of what another requires."
