"""Erasing a service for good: what is lost, the name that has to be typed, and the act."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from clf_model import join
from clf_store import AssessmentInfo, Holdings

from .. import state
from ..assessments.whole import nothing_in_view
from ..clock import now
from ..shared.assessment_names import service_name
from ..shared.callbacks import told
from ..shared.far_reaching import ERASE, asks
from ..shared.in_force import day_for_everyone
from ..shared.loaders import forget_what_was_read, st_store
from ..wording import counted, plain


def services(in_view: AssessmentInfo, deleted: Iterable[AssessmentInfo]) -> None:
    """The service in view, and each of which something is deleted, with the way to erase it."""
    st.markdown(
        "**Erase** removes a service with all that is kept of it, its log included, as where it has to be "
        "forgotten. Nothing brings it back."
    )
    found = {info.service_id: info for info in (*deleted, in_view)}
    for info in sorted(found.values(), key=lambda one: (one is not in_view, service_name(one))):
        with st.container(horizontal=True, vertical_alignment="center"):
            asks(
                ERASE,
                _what_is_lost(service_name(info), st_store().holdings(info.service_id)),
                _erase,
                of=info.service_id,
                args=(info, in_view),
                field=partial(_name_field, info),
            )
            st.markdown(plain(service_name(info)), width="content")


def _what_is_lost(name: str, held: Holdings) -> tuple[str, ...]:
    deleted = f" ({held.deleted} of them deleted)" if held.deleted else ""
    parts = [
        counted(held.judgements, "judgement") if held.judgements else "",
        counted(held.evidence, "piece of evidence", "pieces of evidence") if held.evidence else "",
        counted(held.actions, "action") if held.actions else "",
        counted(held.scenarios, "scenario") if held.scenarios else "",
        f"{counted(held.workshops, 'workshop')} with votes and decisions" if held.workshops else "",
        f"{counted(held.surveys, 'survey')} with all answers" if held.surveys else "",
    ]
    besides = join([one for one in parts if one])
    return (
        f"Lost for good, of {name}: {counted(held.assessments, 'assessment')}{deleted}"
        f"{besides and f', in all {besides}'}. With them go kept plans, texts of reports and their log.",
        "The log for everyone keeps one line, without a name: that a service was erased, when, and from "
        "which browser.",
        "Backups and files that were saved before still hold it. Delete those as well.",
        f"To erase it, type its name: {name}",
    )


def _field(service_id: int) -> str:
    return state.key("erase-name", service_id)


def _name_field(info: AssessmentInfo) -> None:
    st.text_input("The service's name", key=_field(info.service_id))


@told
def _erase(info: AssessmentInfo, in_view: AssessmentInfo) -> None:
    """Erase a service whose name was typed; upper and lower case and spaces make no difference."""
    if _bare(state.value(_field(info.service_id)) or "") != _bare(service_name(info)):
        state.notify("That is not the service's name, so nothing was erased.", is_problem=True)
        return
    st_store().erase(info.service_id, on=day_for_everyone(), who=state.browser(), at=now())
    forget_what_was_read()
    state.forget(_field(info.service_id))
    state.deleted_assessment.put(None)
    if info.service_id == in_view.service_id:
        nothing_in_view()
    state.notify("The service is erased for good")


def _bare(name: str) -> str:
    return " ".join(name.split()).casefold()
