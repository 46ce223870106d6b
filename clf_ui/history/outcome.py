"""Plan against outcome: what was planned when an assessment was finalised, and what has come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import streamlit as st

from clf_model import Assessment, Judgement, join
from clf_model.actions.plan_outcome import PlanOutcome, actions_outcome, changes_of, open_then, plan_outcome
from clf_store import AssessmentInfo, EventKind, FinalPlan, Stored

from ..assessments.across_editions import ids_in, read_in
from ..shared.loaders import log_of, st_store, st_stored
from ..shared.view import View
from ..wording import counted, plain
from .moments import Pair

PLAN = "the action plan"


def outcome(view: View, infos: tuple[AssessmentInfo, ...], pair: Pair) -> None:
    """What the earlier one's plan wanted beside the later one, and what all plans came to so far."""
    st.subheader("Plan against outcome", anchor=False)
    plan = _kept(pair.earlier.info.id)
    wanted = list(_wanted(plan)) if plan else []
    if plan is None or not wanted:
        st.caption(_no_plan(pair.earlier.info, plan))
        return
    then, now = read_in(view, pair.earlier), read_in(view, pair.later)
    asked = _asked(view, pair.earlier.info, plan)
    for name, changes in wanted:
        found = plan_outcome(view.framework, then, _in_view(changes, asked), now, view.rules)
        st.markdown(plain(_stages(name, found)))
    gone = sorted({id_ for _, changes in wanted for id_ in changes} - asked.keys())
    if gone:
        left_out = counted(len(gone), "indicator")
        st.caption(plain(f"Planned too, but asked in other words now or gone: {left_out}, {join(gone)}."))
    if open_then(plan.actions):
        st.markdown(plain(_actions(view, plan, pair.earlier, pair.later)))
    if said := _so_far(view, infos):
        st.caption(plain(said))


def _kept(assessment_id: int) -> FinalPlan | None:
    """The plan of the last finalisation; it stays when an assessment is reopened."""
    plans = st_store().plans_at_finalisation(assessment_id)
    return plans[0] if plans else None


def _asked(view: View, info: AssessmentInfo, plan: FinalPlan) -> Mapping[str, str]:
    """By its id when a plan was kept, the id of the same text in view."""
    digest = info.framework_digest
    for event in () if info.finalised_at == plan.finalised_at else log_of(info.id):
        if event.kind is EventKind.FINALISED and event.at == plan.finalised_at:
            break
        if event.editions:  # carried over since
            digest = event.editions.before.digest
    return {then: here for here, then in ids_in(view, digest).items()}


def _in_view(changes: Mapping[str, Judgement], asked: Mapping[str, str]) -> dict[str, Judgement]:
    """What was planned, under the ids in view; without what is asked in other words now."""
    return {asked[id_]: judgement for id_, judgement in changes.items() if id_ in asked}


def _no_plan(info: AssessmentInfo, plan: FinalPlan | None) -> str:
    if not info.final and plan is None:
        return "The earlier assessment is a draft. What was planned is kept when an assessment is finalised."
    if plan is None:
        return "No plan was kept when the earlier assessment was finalised."
    return "Neither a scenario nor an open action was there when the earlier assessment was finalised."


def _wanted(plan: FinalPlan) -> Iterator[tuple[str, dict[str, Judgement]]]:
    """What the actions that were open would have brought, and each scenario; by a name for a sentence."""
    if changes := changes_of(open_then(plan.actions).values()):
        yield PLAN, changes
    for one in plan.scenarios:
        if one.changes:
            yield f"the scenario “{one.name}”", dict(one.changes)


def _stages(name: str, found: PlanOutcome) -> str:
    if not found.wanted:
        return f"By itself {name} would have reached no further stage."
    missing = [f"{one.stage.name} in {one.capability.short_name}" for one in found.stages if not one.reached]
    are = "is" if found.reached == 1 else "are"
    reached = f"Of {counted(found.wanted, 'stage')} that {name} wanted, {found.reached} {are} reached"
    return f"{reached}. Still open: {join(missing)}." if missing else f"{reached}: all of them."


def _actions(view: View, plan: FinalPlan, earlier: Stored, later: Stored) -> str:
    found = actions_outcome(plan.actions, earlier.assessment.actions, later.assessment.actions)
    effort = f"{view.unit.of(found.effort_done)} of {view.unit.of(found.effort_planned)}"
    return (
        f"{found.done} of {counted(found.planned, 'planned action')} are done: {effort} by their estimates."
    )


def _so_far(view: View, infos: tuple[AssessmentInfo, ...]) -> str:
    """What all plans of the service with a later final assessment came to, and on how little that rests."""
    outcomes = [found for found in _finished(view, infos) if found.wanted]
    if not outcomes:
        return ""
    wanted, reached = (sum(getattr(one, what) for one in outcomes) for what in ("wanted", "reached"))
    plans = counted(len(outcomes), "finished plan")
    few = " So few say little." if len(outcomes) < 3 else ""
    return f"Over {plans} of this service, {reached} of {wanted} planned stages were reached in time.{few}"


def _finished(view: View, infos: tuple[AssessmentInfo, ...]) -> Iterator[PlanOutcome]:
    """Each plan that was followed by a final assessment, judged by the next one."""
    final = [info for info in infos if info.final]
    for then, following in pairwise(final):
        plan = _kept(then.id)
        wanted = list(_wanted(plan)) if plan else []
        if plan and wanted:
            before, after = (_read(view, info) for info in (then, following))
            changes = _in_view(wanted[0][1], _asked(view, then, plan))
            yield plan_outcome(view.framework, before, changes, after, view.rules)


def _read(view: View, info: AssessmentInfo) -> Assessment:
    return read_in(view, st_stored(info.id))
