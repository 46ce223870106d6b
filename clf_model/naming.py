"""Naming indicators in a sentence: a code never stands without the beginning of its words.

"1.3.O2 “demonstrates that learning is…”": whoever hears the code knows what it is about, and whoever wants
the whole text finds it by the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .framework import Framework, Indicator
from .text import join

NAMED = 3  # so many indicators of a sentence are named; more are counted
OPENING = 36  # characters of an indicator's text, unless its first word alone is longer
_TRAILING = " .,;:–—-("


def opening(text: str, longest: int = OPENING) -> str:
    """The beginning of a text on one line, in whole words, with an ellipsis where some are left.

    >>> opening("demonstrates that learning is consistently used")
    'demonstrates that learning is…'
    """
    words = text.split()
    taken = words[:1]
    for word in words[1:]:
        if len(" ".join([*taken, word])) > longest:
            return f"{' '.join(taken).rstrip(_TRAILING)}…"
        taken.append(word)
    return " ".join(taken).rstrip(_TRAILING)


def named(indicator: Indicator, longest: int = OPENING) -> str:
    """An indicator within a sentence: its code, and in quotation marks the beginning of its words."""
    return f"{indicator.id} “{opening(indicator.text, longest)}”"


def names(indicators: Sequence[Indicator], most: int = NAMED) -> str:
    """Indicators within a sentence: so many by name, and how many others."""
    shown, left = indicators[:most], len(indicators) - most
    parts = [named(one) for one in shown]
    if left > 0:
        parts.append(others(left) if parts else str(left))
    return join(parts)


def others(left: int) -> str:
    """How many are not named: "2 others"."""
    return "1 other" if left == 1 else f"{left} others"


def in_full(indicators: Iterable[Indicator]) -> str:
    """Indicators with their whole texts, each on a line of its own: for a column of a table to take along."""
    return "\n".join(f"{one.id} {' '.join(one.text.split())}" for one in indicators)


def known(framework: Framework, ids: Iterable[str]) -> tuple[Indicator, ...]:
    """The indicators with these ids, without those that the framework does not have."""
    return tuple(framework.indicator(id_) for id_ in ids if framework.has_indicator(id_))
