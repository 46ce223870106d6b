"""The slim line under the menu: page, assessment, its state, saved when, undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import streamlit as st

from clf_model import Rules
from clf_model.text import cut
from clf_store import AssessmentInfo, NotFoundError

from .. import state
from ..assessments.whole import start_dialog
from ..clock import ago_here, now
from ..shared import judging
from ..shared.assessment_names import service_name
from ..shared.callbacks import EVERYTHING
from ..shared.derived import derived
from ..shared.event_words import moved
from ..shared.loaders import st_edition, st_framework, st_store, st_stored, sweep
from ..shared.pages import Name, link
from ..shared.redrawn import MARKS, MINUTE, STATUS
from ..shared.rules_setting import are_own
from ..shared.view import current_view
from ..wording import FICTIONAL, long_date, plain, told_apart
from .find_service import find_dialog
from .navigation import name_tab_for, page_line

GONE = (
    "The assessment that was here is not there any more: it was deleted or reset, its demonstration has "
    "ended, or it was made with another framework. Choose another one above."
)
LISTED = 32  # characters of a service's name in the list
LISTED_MOST = 60
"""Assessments in the list: all of them, or where there are more those worked on last."""


class InView(Enum):
    """What the line has brought into view."""

    NOTHING = "nothing"
    """There is no assessment at all."""
    GONE = "gone"
    """What was in view, or in the address, is not there; nobody has chosen another one yet."""
    ONE = "one"


def context_line() -> InView:
    """The whole line; the choice lives in the address.

    In place of what is gone no other assessment opens by itself: its buttons would lie under the same finger.
    """
    listed = st_store().recent(st_framework().id, LISTED_MOST + 1)
    infos = {info.id: info for info in _by_service(_to_choose(listed[:LISTED_MOST]))}
    line = page_line()
    if not infos:
        return InView.NOTHING
    wanted, first = state.value(state.ASSESSMENT), first_choice(tuple(infos.values()))
    is_gone = wanted is not None and wanted not in infos
    if is_gone:
        state.put(state.ASSESSMENT, None)
    else:
        state.keep_valid(state.ASSESSMENT, list(infos), default=first)
    names = told_apart({id_: _listed(info) for id_, info in infos.items()})
    with line:
        st.selectbox(
            "Assessment",
            list(infos),
            format_func=names.__getitem__,
            key=state.ASSESSMENT,
            persist_state="session",
            on_change=state.write_address,
            label_visibility="collapsed",
            index=None,
            placeholder="Choose an assessment",
            required=True,  # else Esc empties it, and another service opens
        )
        if len(listed) > LISTED_MOST and st.button(
            "Find", icon=":material/search:", help="Find any service by its name", key="find-service-open"
        ):
            find_dialog()
        if st.button("New", icon=":material/add:", help="Start an assessment", key="new-assessment"):
            start_dialog()
        if not is_gone:
            marks()
            status_line()
    if is_gone:
        return InView.GONE
    name_tab_for(service_name(infos[state.value(state.ASSESSMENT)]))
    return InView.ONE


def _to_choose(listed: tuple[AssessmentInfo, ...]) -> tuple[AssessmentInfo, ...]:
    """Those in the list, and the one that this tab shows where it is not: one of many, or a demonstration."""
    chosen = state.value(state.ASSESSMENT)
    if chosen is None or any(info.id == chosen for info in listed):
        return listed
    try:
        info = st_stored(chosen).info
    except NotFoundError:
        return listed
    return (*listed, info) if info.framework_id == st_framework().id else listed


def _listed(info: AssessmentInfo) -> str:
    """An assessment in the list, where typing finds it: its date before what may be too long to show."""
    parts = (cut(service_name(info), LISTED), long_date(info.assessed_on), info.title)
    return " · ".join(part for part in parts if part)


def _by_service(infos: Iterable[AssessmentInfo]) -> list[AssessmentInfo]:
    """Own services before samples, the one worked on last first; of each, the latest assessment first."""
    found = tuple(infos)
    touched: dict[int, float] = {}
    for info in found:
        moment = info.changed_at.timestamp()
        touched[info.service_id] = max(moment, touched.get(info.service_id, moment))

    def place(info: AssessmentInfo) -> tuple[bool, float, str, int, int, int]:
        name = service_name(info)
        day = -info.assessed_on.toordinal()
        return info.fictional, -touched[info.service_id], name, info.service_id, day, -info.id

    return sorted(found, key=place)


def first_choice(infos: tuple[AssessmentInfo, ...]) -> int:
    """What opens where nothing was chosen: the latest own work, else the sample with the longest history."""
    own = [info for info in infos if not info.fictional]
    if own:
        return max(own, key=lambda info: info.changed_at).id
    stories = Counter(info.service_id for info in infos)
    longest = max(infos, key=lambda info: (stories[info.service_id], info.assessed_on))
    return longest.id


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is said of an assessment as a whole: whether it is fictional, its state, and its rules."""

    assessment_id: int
    fictional: bool
    state: str
    icon: str
    rules: Rules


def _marked() -> _Marks:
    view = current_view()
    info = view.info
    if info.final:
        name, icon = "Final", "lock"
    elif info.reopened_at:
        name, icon = "Draft (reopened)", "lock_open"
    else:
        name, icon = "Draft", "edit"
    return _Marks(info.id, info.fictional, name, icon, view.rules)


@derived(MARKS, looks=_marked, run_every=MINUTE)
def marks() -> None:
    """The state of the assessment, and what is particular about it."""
    found = _marked()
    with st.container(
        horizontal=True, vertical_alignment="center", key="marks", gap="xsmall", width="content"
    ):
        if found.fictional:
            st.badge(FICTIONAL, icon=":material/theater_comedy:", color="violet")
        st.badge(
            found.state, icon=f":material/{found.icon}:", color="gray" if found.state == "Final" else "blue"
        )
        _rules_mark(found)


@derived(STATUS, run_every=MINUTE)
def status_line() -> None:
    """What the last action did, when anything was saved, undo and redo.

    Drawn anew every minute, for two reasons. When it was saved stays true; and a browser that comes back to a
    restarted server asks for the whole page, which Streamlit's client does only where something runs by the
    clock. Otherwise the page would look alive, and judgements made on it would go nowhere.
    """
    info = current_view().info
    sweep()
    with st.container(horizontal=True, vertical_alignment="center", key="status-line", gap="xsmall"):
        _said(info)
        _ways_back(info)


def _rules_mark(found: _Marks) -> None:
    """That the stages are not by the framework's own rules, which ones, and the way to them."""
    if are_own(found.rules):
        with st.container(key="own-rules-mark", width="content"):
            link(Name.SETTINGS, "Own rules", found.assessment_id, icon="gavel", help=found.rules.describe())


def _said(info: AssessmentInfo) -> None:
    """What the last action did, or when anything was saved; a problem in a box for itself."""
    notice = state.notice()
    if notice is None or notice.is_problem:
        st.caption(f"Saved {ago_here(info.changed_at)}", width="stretch")
    else:
        st.caption(plain(notice.text), width="stretch")
    if notice and notice.is_problem:
        with st.container(horizontal=True, vertical_alignment="top", key="problem", gap="xsmall"):
            st.warning(plain(notice.text), icon=":material/warning:")
            st.button(
                "Close",
                key="close-problem",
                icon=":material/close:",
                type="tertiary",
                help="Close this message",
                on_click=state.drop_notice,
            )


def _ways_back(info: AssessmentInfo) -> None:
    notice = state.notice()
    if notice and notice.way_back is not None:
        _way_back(notice.way_back)
        return
    undoable, redoable = st_store().undoable(info.id, who=state.browser(), at=now())
    framework = st_edition(info.framework_digest)
    for label, event, shortcut, action in (
        ("Undo", undoable, "mod+z", judging.undo),
        ("Redo", redoable, "mod+shift+z", judging.redo),
    ):
        nothing = "Nothing of yours to undo" if action is judging.undo else "Nothing to redo"
        st.button(
            label,
            key=label.lower(),
            icon=f":material/{label.lower()}:",
            type="tertiary",
            shortcut=shortcut,
            disabled=event is None,
            help=plain(f"{label} {moved(event, framework)}") if event else nothing,
            on_click=action,
            args=(info.id,),
            kwargs={"affected": EVERYTHING},
        )


def _way_back(way: state.WayBack) -> None:
    _way(way, ":material/undo:", "mod+z")
    if way.forward is not None:
        _way(way.forward, ":material/redo:", "mod+shift+z")


def _way(way: state.WayBack, icon: str, shortcut: str) -> None:
    st.button(
        way.label,
        key=way.key,
        icon=icon,
        type="tertiary",
        shortcut=shortcut,
        disabled=way.act is None,
        help=plain(way.help),
        on_click=way.act,
        args=way.args,
        kwargs={"affected": EVERYTHING},
    )
