"""Which document of an assessment is in view: its layout, what is left out of it, and what is added."""

from __future__ import annotations

from typing import TypeAlias

from . import keys
from .address import has_arrived
from .slots import Slot
from .widgets import put, value

ReportChoice: TypeAlias = tuple[str | None, tuple[str, ...], tuple[str, ...]]
"""A layout, None where nothing was chosen yet; the parts left out; the parts added."""

NO_CHOICE: ReportChoice = (None, (), ())
_in_view: Slot[tuple[int, ReportChoice]] = Slot("_report_in_view")


def recall_report(assessment_id: int, chosen_last: ReportChoice) -> None:
    """Before the choice is drawn: what was chosen last, where another assessment or page was in view before.

    What the address says counts before it.
    """
    seen = _in_view.get()
    from_address = report_choice() not in (NO_CHOICE, seen[1] if seen else NO_CHOICE)
    if (seen is None or seen[0] != assessment_id or has_arrived()) and not from_address:
        layout, without, added = chosen_last
        put(keys.LAYOUT, layout)
        put(keys.WITHOUT, list(without))
        put(keys.ADDED, list(added))


def keep_report(assessment_id: int) -> None:
    """What is chosen now is what this tab shows of an assessment."""
    _in_view.put((assessment_id, report_choice()))


def report_choice() -> ReportChoice:
    """What is chosen now."""
    return value(keys.LAYOUT), tuple(value(keys.WITHOUT) or ()), tuple(value(keys.ADDED) or ())
