"""Writing what belongs to an assessment, as this tab has shown it: nothing goes into an edition it has not.

Raises `EditionChangedError` where somebody has carried the assessment over since.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clf_model import Judgement
from clf_store import ActionChange, ActionEdit, Change, Edit, SavedScenario

from .. import state
from ..clock import now
from .loaders import note_change, st_store


def change_records(assessment_id: int, edits: Mapping[str, Edit], *, shown: str = "") -> Change:
    """Write records; `shown` is the indicator whose part of the page was used, "" for the page as a whole."""
    edition = state.shown_editions.get((assessment_id, shown))
    at = now()
    change = st_store().change(assessment_id, edits, who=state.browser(), at=at, edition=edition)
    note_change(assessment_id, change, at)
    return change


def change_actions(assessment_id: int, edits: Mapping[str, ActionEdit]) -> ActionChange:
    """Write actions, which cover indicators."""
    edition = _shown(assessment_id)
    return st_store().change_actions(assessment_id, edits, who=state.browser(), at=now(), edition=edition)


def save_scenario(assessment_id: int, name: str, changes: Mapping[str, Judgement], **aims: Any) -> int:
    """Keep a new scenario; its id."""
    edition = _shown(assessment_id)
    return st_store().save_scenario(assessment_id, name, changes, at=now(), edition=edition, **aims)


def update_scenario(seen: SavedScenario, wanted: SavedScenario) -> SavedScenario:
    """Write a scenario in place of the one seen; what has come of it."""
    return st_store().update_scenario(seen, wanted, edition=_shown(seen.assessment_id))


def _shown(assessment_id: int) -> str | None:
    """The edition of the page as a whole."""
    return state.shown_editions.get((assessment_id, ""))
