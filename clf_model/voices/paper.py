"""A pile of voting sheets: each sheet has one answer for an indicator, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .errors import VoicesError
from .tally import VoteCounts


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """Counts against the number of sheets: what has more answers than sheets, a slip, and what has fewer.

    Both are indicator ids in the order of the counts. What nobody has counted yet is in neither.
    """

    over: tuple[str, ...]
    under: tuple[str, ...]


def check_sheets(counts: Mapping[str, VoteCounts], sheets: int | None) -> SheetCheck:
    """Whether the counts of each indicator fit a pile of so many sheets; anything fits None.

    Raises `VoicesError` for a number of sheets below 0.
    """
    if sheets is None:
        return SheetCheck((), ())
    if sheets < 0:
        raise VoicesError(f"The number of sheets is {sheets}. Give a number of 0 or more.")
    return SheetCheck(
        tuple(id_ for id_, one in counts.items() if one.voted > sheets),
        tuple(id_ for id_, one in counts.items() if 0 < one.voted < sheets),
    )
