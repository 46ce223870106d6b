"""The unit that efforts are in: named once, and said wherever a number of effort stands."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import ClfError

LONGEST_UNIT = 20  # characters
_SINGULAR = {
    "days": "day",
    "half-days": "half-day",
    "hours": "hour",
    "months": "month",
    "person-days": "person-day",
    "points": "point",
    "sessions": "session",
    "shifts": "shift",
    "weeks": "week",
}
_PLURAL = {one: several for several, one in _SINGULAR.items()}


class UnitError(ClfError):
    """What was given does not do as the name of a unit."""


def amount(number: float) -> str:
    """A number with up to six decimals, so that unequal efforts look unequal; tiny ones in powers of ten."""
    text = f"{number:,.6f}".rstrip("0").rstrip(".")
    return f"{number:.6g}" if number and text.lstrip("-") == "0" else text


@dataclass(frozen=True, slots=True)
class EffortUnit:
    """The unit of efforts by its name in the plural, as in "5 days".

    A known unit given as one ("day") is taken as several. Raises `UnitError` for a name that is empty, longer
    than 20 characters, has no letter, begins with a digit or goes over several lines.
    """

    name: str = "days"

    def __post_init__(self) -> None:
        name = " ".join(self.name.split(" ")).strip()
        if not any(c.isalpha() for c in name):
            raise UnitError("The unit of effort needs a name. Write one, such as days, hours or points.")
        if len(name) > LONGEST_UNIT:
            raise UnitError(f"The unit of effort has {len(name)} characters. Give at most {LONGEST_UNIT}.")
        if name[0].isdigit() or not name.isprintable():
            raise UnitError("The unit of effort is a word on one line, such as days, hours or points.")
        object.__setattr__(self, "name", _last_word(name, _PLURAL))

    def of(self, number: float) -> str:
        """An amount with its unit: "1 day", "0.5 days"."""
        text = amount(number)
        return f"{text} {_last_word(self.name, _SINGULAR) if text == '1' else self.name}"

    def heading(self, name: str = "Effort") -> str:
        """The name of a column or field of efforts: "Effort (days)"."""
        return f"{name} ({self.name})"


def _last_word(name: str, words: dict[str, str]) -> str:
    before, space, last = name.rpartition(" ")
    return f"{before}{space}{words.get(last, last)}"


DAYS = EffortUnit()
"""The unit where nobody has named another one."""
