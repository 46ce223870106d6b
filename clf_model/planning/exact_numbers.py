"""Efforts, budgets and priorities as exact numbers: whole numbers of parts of one unit, never rounded sums.

A float stands for the decimal that it is written as: 0.1 + 0.2 is 0.3 here. So plans of equal effort are
equal, and comparing them has no accidents.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from ..errors import ClfError


class QuantityError(ClfError):
    """A number in a request is out of range."""

    def __init__(self, name: str, value: float, wanted: str) -> None:
        super().__init__(f"The {name} is {value}. Give {wanted}.")


@lru_cache(maxsize=4096)
def exact(number: float) -> Fraction:
    """The number as the decimal that it is written as."""
    return Fraction(str(number))


def not_negative(name: str, number: float) -> float:
    """A number of 0 or more. Raises `QuantityError`, which calls it by this name."""
    if not (math.isfinite(number) and number >= 0):
        raise QuantityError(name, number, "a number of 0 or more")
    return number


def positive(name: str, number: float) -> float:
    """A number above 0. Raises `QuantityError`, which calls it by this name."""
    if not (math.isfinite(number) and number > 0):
        raise QuantityError(name, number, "a number above 0")
    return number


@dataclass(frozen=True, slots=True)
class Scale:
    """Into how many parts one unit is divided, so that every number in question is a whole number of them."""

    parts: int

    @classmethod
    def of(cls, numbers: Iterable[Fraction]) -> Scale:
        """The coarsest scale on which all of these are whole."""
        return cls(math.lcm(*{number.denominator for number in numbers}))

    def whole(self, number: Fraction) -> int:
        """A number as parts; it must be one that this scale was made for."""
        return number.numerator * (self.parts // number.denominator)

    def within(self, limit: float) -> int:
        """The most parts that, written as a float, are not more than the limit (0 or more).

        So a limit read off an effort that this module gave allows that effort, however it was rounded.
        """
        most = math.floor((Fraction(limit) + Fraction(math.ulp(limit)) / 2) * self.parts)
        return most if self.number(most) <= limit else most - 1

    def number(self, parts: int) -> float:
        """Parts as a number of units, rounded to a float only here. Raises `QuantityError` beyond."""
        try:
            return parts / self.parts
        except OverflowError:
            raise QuantityError("sum of all efforts or priorities", math.inf, "smaller numbers") from None
