"""Which document of an assessment this tab chose last."""

from __future__ import annotations

from typing import TypeAlias

from . import keys
from .slots import Kept, Slot
from .widgets import put, value

Choice: TypeAlias = tuple[str | None, tuple[str, ...]]
"""A layout, and the parts left out; None where nothing was chosen yet."""

_NOTHING: Choice = (None, ())
_choices: Kept[int, Choice] = Kept("_report_choices")
_in_view: Slot[tuple[int, Choice]] = Slot("_report_in_view")


def recall_report(assessment_id: int) -> None:
    """Before the choice is drawn: where another assessment came into view, what was chosen for that.

    What the address says counts before it.
    """
    seen = _in_view.get()
    now = _now()
    from_address = now != (seen[1] if seen else _NOTHING)
    if (seen is None or seen[0] != assessment_id) and not from_address:
        layout, without = _choices.get(assessment_id) or _NOTHING
        put(keys.LAYOUT, layout)
        put(keys.WITHOUT, list(without))


def remember_report(assessment_id: int) -> None:
    """What is chosen now is what this assessment has."""
    _choices.put(assessment_id, _now())
    _in_view.put((assessment_id, _now()))


def _now() -> Choice:
    return value(keys.LAYOUT), tuple(value(keys.WITHOUT) or ())
