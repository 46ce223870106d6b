"""What a document of the assessment in view is made from, read from the store while the page is drawn."""

from __future__ import annotations

from clf_model import Assessment, Scenario
from clf_reports.documents.material import Material, Standing, SurveyHeard, WorkshopHeld

from ..clock import day_in, today_here
from ..shared.in_force import logo_in_force, zone_in_force
from ..shared.loaders import st_room, st_store, st_stored
from ..shared.surveys import current_gap
from ..shared.view import View


def material_of(view: View) -> Material:
    """All that is known around the assessment: survey, workshops, scenarios, the last final one before it."""
    return Material(
        framework=view.framework,
        assessment=view.assessment,
        day=today_here(),
        rules=view.rules,
        unit=view.unit,
        logo=logo_in_force(),
        standing=Standing.FINAL if view.info.final else Standing.DRAFT,
        earlier=_earlier(view),
        survey=_survey(view),
        workshops=_workshops(view),
        scenarios=tuple(Scenario(one.name, one.changes) for one in st_store().scenarios(view.info.id)),
    )


def _earlier(view: View) -> Assessment | None:
    """The last final assessment of the service before this one, of the same edition."""
    before = [
        info
        for info in st_store().assessments_of(view.info.framework_id, view.info.service_id)
        if info.id != view.info.id
        and info.final
        and info.framework_digest == view.info.framework_digest
        and info.assessed_on <= view.info.assessed_on
    ]
    if not before:
        return None
    return st_stored(max(before, key=lambda info: (info.assessed_on, info.id)).id).assessment


def _survey(view: View) -> SurveyHeard | None:
    gap = current_gap(view)
    if gap.survey is None or gap.results is None:
        return None
    return SurveyHeard(gap.survey.title, gap.results, gap.survey.closes_on)


def _workshops(view: View) -> tuple[WorkshopHeld, ...]:
    """The workshops that are over, the first one first; one on another edition speaks of other indicators."""
    over = [one for one in st_store().workshops.of_assessment(view.info.id) if one.closed_at]
    rooms = [st_room(one.id) for one in sorted(over, key=lambda one: (one.created_at, one.id))]
    return tuple(
        WorkshopHeld(
            room.workshop.title,
            day_in(room.workshop.created_at, zone_in_force()),
            room.tallies,
            room.decisions,
        )
        for room in rooms
        if room.framework.digest == view.framework.digest
    )
