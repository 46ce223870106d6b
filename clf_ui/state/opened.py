"""What starts anew each time it is opened: a dialog, and a table or chart in which something is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .keys import key
from .slots import Kept, Slot


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog that is open: on which assessment, what it shows, and what was wrong when it was sent last.

    `number` differs from opening to opening, so that the fields of each start anew.
    """

    assessment_id: int
    content: object
    number: int
    problem: str | None = None


_dialog: Slot[Dialog] = Slot("_dialog")
_grids: Kept[tuple[int, str], int] = Kept("_grids")
_openings: Slot[int] = Slot("_openings")


def open_dialog(assessment_id: int, content: object) -> None:
    """Open a dialog when the page is drawn next, in place of any other."""
    _dialog.put(Dialog(assessment_id, content, _number()))


def dialog(assessment_id: int) -> Dialog | None:
    """The dialog that is open on an assessment."""
    found = _dialog.get()
    return found if found and found.assessment_id == assessment_id else None


def refuse_dialog(problem: str) -> None:
    """Keep the dialog open, with what is wrong in it."""
    found = _dialog.get()
    _dialog.put(found and replace(found, problem=problem))


def close_dialog() -> None:
    """The dialog was closed, or has done its work."""
    _dialog.put(None)


def grid_key(assessment_id: int, which: str) -> str:
    """The key of a table or chart in which something is written or chosen."""
    return key("grid", which, assessment_id, _grids.get((assessment_id, which)) or 0)


def new_grid_key(assessment_id: int, which: str) -> str:
    """A new key for it, so that it starts anew from the record."""
    _grids.put((assessment_id, which), _number())
    return grid_key(assessment_id, which)


def _number() -> int:
    """A number that this tab has not had yet."""
    number = (_openings.get() or 0) + 1
    _openings.put(number)
    return number
