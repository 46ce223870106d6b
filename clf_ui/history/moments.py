"""The assessments of the service in view, in the order of time, each read by the edition in view."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from clf_reports.charts.history import Moment
from clf_store import AssessmentInfo, Stored

from .. import state
from ..assessments.across_editions import profile_in
from ..shared.assessment_names import assessment_name
from ..shared.loaders import st_framework, st_store, st_stored
from ..shared.view import View
from ..wording import long_date, told_apart


@dataclass(frozen=True, slots=True)
class Pair:
    """The two assessments that are looked at: an earlier and a later one."""

    earlier: Stored
    later: Stored


def of_service(view: View) -> tuple[AssessmentInfo, ...]:
    """Every assessment of the service in view, the earliest first."""
    return st_store().assessments_of(st_framework().id, view.info.service_id)


def moments(view: View, infos: tuple[AssessmentInfo, ...], pair: Pair | None) -> tuple[Moment, ...]:
    """These assessments with their profiles; those of the pair are chosen."""
    chosen = {pair.earlier.info.id, pair.later.info.id} if pair else set()
    return tuple(
        Moment(
            assessment_name(info),
            info.assessed_on,
            info.final,
            info.id in chosen,
            profile_in(view, st_stored(info.id)),
        )
        for info in infos
    )


def choose(view: View, infos: tuple[AssessmentInfo, ...]) -> Pair | None:
    """Two of them: at first the one in view and the last final one before it; None where there is one alone.

    Where the one in view is the first, it is the earlier of the two.
    """
    if len(infos) < 2:
        return None
    ids = [info.id for info in infos]
    place = ids.index(view.info.id)
    before = [info for info in infos[:place] if info.final] or list(infos[:place])
    earlier, later = (before[-1].id, view.info.id) if before else (view.info.id, ids[1])
    state.keep_valid(state.FROM, ids, default=earlier)
    state.keep_valid(state.TO, ids, default=later)
    names = told_apart({info.id: _by_date(info) for info in infos})
    with st.container(horizontal=True, key="history-pair"):
        for label, name in (("From", state.FROM), ("To", state.TO)):
            st.selectbox(
                label,
                ids,
                format_func=names.__getitem__,
                key=name,
                persist_state="session",
                on_change=state.write_address,
                width=360,
            )
    first, second = sorted((state.value(state.FROM), state.value(state.TO)), key=ids.index)
    return Pair(st_stored(first), st_stored(second)) if first != second else None


def _by_date(info: AssessmentInfo) -> str:
    """An assessment where there is little room: its date is what tells it apart."""
    day = long_date(info.assessed_on)
    return f"{day} · {info.title}" if info.title else day
