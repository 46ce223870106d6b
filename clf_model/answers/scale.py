"""A scale of numbers: which end agrees, and which of its points count as agreeing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import ClfError
from ..voices.survey import Answer

MOST_POINTS = 101  # 0 to 100
_WRITTEN = re.compile(r"\s*(-?\d{1,3})\s*(?:-|–|—|:|\.\.|to)\s*(-?\d{1,3})\s*")


class ScaleError(ClfError):
    """A scale that cannot be: the message says what to give."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Whole numbers from `disagree`, the strongest disagreement, to `agree`, the strongest agreement.

    `agree` may be the smaller of the two. `agrees_from` is the first point that counts as agreeing, by
    default the first beyond the middle: 4 on 1–5, 5 on 1–7, 3 on 1–4, which has no middle, and 6 on 0–10. So
    one rule holds for every scale: whoever is nearer to agreement than to disagreement agrees. Raises
    `ScaleError`.
    """

    disagree: int
    agree: int
    agrees_from: int | None = None

    def __post_init__(self) -> None:
        if self.disagree == self.agree or abs(self.agree - self.disagree) >= MOST_POINTS:
            raise ScaleError(
                f"The scale {self.disagree}–{self.agree} has no two ends, or too many points. "
                "Give the number for the strongest disagreement, then that for agreement, such as 1-5 or 5-1."
            )
        if self.agrees_from is not None and not 0 < self._step(self.agrees_from) <= self._length:
            raise ScaleError(
                f"{self.agrees_from} cannot be the first point that agrees on {self.disagree}–{self.agree}. "
                "Choose one after the end that disagrees."
            )

    @property
    def _length(self) -> int:
        return abs(self.agree - self.disagree)

    def _step(self, point: int) -> int:
        """How many points lie between this one and the end that disagrees."""
        return point - self.disagree if self.agree > self.disagree else self.disagree - point

    def _point(self, step: int) -> int:
        return self.disagree + step if self.agree > self.disagree else self.disagree - step

    @property
    def points(self) -> tuple[int, ...]:
        """All points, from disagreement to agreement."""
        return tuple(self._point(step) for step in range(self._length + 1))

    @property
    def first_agreeing(self) -> int:
        """The first point that counts as agreeing."""
        return self._point(self._length // 2 + 1) if self.agrees_from is None else self.agrees_from

    def answer(self, number: int) -> Answer | None:
        """What a number says; None where it is no point of the scale."""
        step = self._step(number)
        if not 0 <= step <= self._length:
            return None
        if step >= self._step(self.first_agreeing):
            return Answer.AGREE_STRONGLY if step == self._length else Answer.AGREE
        if step == 0:
            return Answer.DISAGREE_STRONGLY
        return Answer.NEITHER if 2 * step >= self._length else Answer.DISAGREE

    def describe(self) -> str:
        """The rule in a sentence, as it is shown beside results."""
        return (
            f"Answers were numbers from {self.disagree} (disagree) to {self.agree} (agree); "
            f"from {self.first_agreeing} on they count as agreeing."
        )


def parse_scale(text: str) -> Scale:
    """The scale that is written as LOW-HIGH, disagreement first: 5-1 is reversed. Raises `ScaleError`."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        raise ScaleError(
            f"{text[:40]!r} is no scale. Give the number for the strongest disagreement, a hyphen, and the "
            "one for agreement, such as 1-5, 0-10 or 5-1."
        )
    return Scale(int(found[1]), int(found[2]))
