"""What a page has in view: the assessment that is chosen, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from clf_model import Assessment, EffortUnit, Framework, Profile, Rules
from clf_store import AssessmentInfo, NotFoundError, Stored

from .. import state
from .in_force import rules_in_force, unit_in_force
from .loaders import opened_store, st_edition, st_profile, st_stored


@dataclass(frozen=True, slots=True)
class View:
    """The assessment in view with its framework edition, its profile, the rules, and the unit of efforts."""

    framework: Framework
    rules: Rules
    stored: Stored
    profile: Profile
    unit: EffortUnit

    @property
    def info(self) -> AssessmentInfo:
        """Whose assessment it is, and its state."""
        return self.stored.info

    @property
    def assessment(self) -> Assessment:
        """The judgements and evidence."""
        return self.stored.assessment

    @property
    def editable(self) -> bool:
        """Whether judgements may change: a final assessment is a record."""
        return not self.info.final


def current_view() -> View:
    """The assessment chosen in the line under the navigation; for fragments, which run on their own.

    All that one run draws sees the same. Where somebody has deleted it meanwhile, the whole page is drawn
    anew, and says so.
    """
    id_ = state.value(state.ASSESSMENT)
    try:
        return state.once_a_run(("view", id_), lambda: view_of(id_), writes=opened_store().writes)
    except NotFoundError:
        st.rerun()


def note_shown(view: View, indicator_id: str = "") -> None:
    """Remember what this tab shows of an indicator, or "" of the whole: changes are made against that."""
    state.shown_editions.put((view.info.id, indicator_id), view.info.framework_digest)
    if indicator_id:
        state.shown_records.put((view.info.id, indicator_id), view.assessment.record(indicator_id))


def view_of(assessment_id: int) -> View:
    """The same of any assessment, for pages that have no such line. Raises `NotFoundError`."""
    return _view(st_stored(assessment_id))


def _view(stored: Stored) -> View:
    rules = rules_in_force()
    profile_ = st_profile(stored, rules)
    return View(st_edition(stored.info.framework_digest), rules, stored, profile_, unit_in_force())
