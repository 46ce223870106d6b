"""The one table of operations and rights, and the guard that holds every call to the store to it.

An operation is a public verb of the store. docs/security.md has the same table in words.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import Any, cast

from clf_model import ClfError
from clf_store import Store

from .session import Access, entitled

PARTS = ("workshops", "surveys", "demonstrations")


class Right(StrEnum):
    """What a call needs in room mode. In personal mode only the secrets count, and `PROGRAM`."""

    ANYONE = "anyone"
    """Nothing but the address, and where the call takes one the code, link or seat."""
    WALL = "wall"
    """The address of a workshop's wall, for the assessment of that workshop; or the passphrase."""
    FACILITATOR = "facilitator"
    """The passphrase."""
    LEADER = "leader"
    """The passphrase, and the secret of who leads the workshop."""
    OWNER = "owner"
    """The passphrase, and the secret of who made the survey."""
    PROGRAM = "program"
    """Nobody: the program does it at its start and end."""


_VERBS = {
    Right.ANYONE: (
        "admit info edition "
        "workshops.join workshops.set_role workshops.is_introduced workshops.vote workshops.own_votes "
        "workshops.load "
        "workshops.revision workshops.pulse workshops.tallies workshops.decisions workshops.steps "
        "workshops.door_of_wall workshops.is_wall "
        "surveys.of_link surveys.begin surveys.set_role surveys.answer surveys.own_answers "
        "demonstrations.of_assessment"
    ),
    Right.WALL: "load revision glance events setting",
    Right.FACILITATOR: (
        "assessments assessments_of recent how_many made_of_samples listed judged state_of_all labels "
        "change_labels "
        "deleted add add_all change change_actions change_texts undo redo undoable adopt_edition "
        "editions carry_over finalise reopen plans_at_finalisation plan_at_finalisation copy edit_details "
        "delete restore holdings mentions erase reset_samples save_scenario update_scenario delete_scenario "
        "restore_scenario scenario scenarios change_setting undo_setting last_change_of_setting step steps "
        "set_setting backup "
        "workshops.open workshops.close_abandoned workshops.of_assessment workshops.is_facilitator "
        "surveys.open surveys.add_imported surveys.load surveys.of_assessment surveys.respondents "
        "surveys.shared surveys.results "
        "demonstrations.begin demonstrations.see demonstrations.end_abandoned"
    ),
    Right.LEADER: (
        "workshops.voted workshops.lead workshops.door workshops.renew_door workshops.judge "
        "workshops.reveal workshops.vote_again workshops.agree workshops.enter workshops.enter_pile "
        "workshops.entered workshops.steer workshops.decide workshops.undecide workshops.close "
        "workshops.write demonstrations.end"
    ),
    Right.OWNER: "surveys.link surveys.set_dates surveys.close surveys.delete",
    Right.PROGRAM: (
        "open close signing_key bring_samples add_samples surveys.close_over demonstrations.end_at_start"
    ),
}
TABLE = MappingProxyType({verb: right for right, verbs in _VERBS.items() for verb in verbs.split()})
"""The right that each public verb of the store needs."""

_on_the_wall: ContextVar[int | None] = ContextVar("_on_the_wall", default=None)


class NotAllowedError(ClfError):
    """A call comes from a browser in which the passphrase was not entered, or not today; nothing was done."""

    def __init__(self) -> None:
        super().__init__("This needs the facilitator’s passphrase. Reload the page, and enter it.")


def need(verb: str, assessment_id: int | None = None) -> None:
    """That this run may use a verb, on this assessment where it is about one. Raises `NotAllowedError`."""
    right = TABLE.get(verb, Right.PROGRAM)
    if Access.passphrase is None or right is Right.ANYONE:
        return
    if right is Right.WALL and _on_the_wall.get() is not None and assessment_id in (None, _on_the_wall.get()):
        return
    if right is Right.PROGRAM or not entitled():
        raise NotAllowedError


@contextmanager
def wall(assessment_id: int) -> Iterator[None]:
    """What runs inside shows the wall of a workshop on this assessment, and may read that."""
    before = _on_the_wall.set(assessment_id)
    try:
        yield
    finally:
        _on_the_wall.reset(before)


def guarded(store: Store) -> Store:
    """The store as pages may use it: itself in personal mode; in room mode every verb is looked up first."""
    if Access.passphrase is None:
        return store
    return cast(Store, _Guarded(store))


class _Guarded:
    """A store, or a part of it, of which each call needs its right."""

    __slots__ = ("_behind", "_part")

    def __init__(self, behind: object, part: str = "") -> None:
        self._behind, self._part = behind, part

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._behind, name)
        if not self._part and name in PARTS:
            return _Guarded(found, f"{name}.")
        verb = self._part + name

        @wraps(found)
        def checked(*args: Any, **kwargs: Any) -> Any:
            subject = args[0] if args else kwargs.get("assessment_id")
            need(verb, subject if isinstance(subject, int) else None)
            return found(*args, **kwargs)

        return checked
