"""Every session key, and the only code that touches session state.

The store is the truth. A session holds what belongs to one browser tab: which assessment is in view (also in
the address), what the tab has shown (so that a later writer elsewhere is noticed), and unfinished input.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from clf_model import NO_RECORD, Judgement, Record
from clf_store import new_token

# In the address, so that a link carries the view.
ASSESSMENT = "assessment"
CAPABILITY = "capability"
STAGE = "stage"
SHOW = "show"
OVERLAYS = "overlays"
EARLIER = "earlier"
VIEW = "view"
SCENARIO = "scenario"
AGAINST = "against"
WORKSHOP = "workshop"
ENTRY = "code"

# Of one tab only.
BARE = "bare-indicator"
FIND = "find"
THRESHOLD = "rules-threshold"
EVIDENCE_REQUIRED = "rules-evidence"
PERSPECTIVES = "rules-perspectives"
IMPORT = "import-file"
JOIN_CODE = "join-typed-code"
JOIN_ROLE = "join-role"
AGREED_FROM = "agreed-from"
EVIDENCE_OF = "evidence-capability"
EVIDENCE_VOICE = "evidence-voice"

_NUMBERS = (ASSESSMENT, EARLIER, SCENARIO, AGAINST, WORKSHOP)
_LISTS = (OVERLAYS,)
# What each page has in its address, and what goes without saying there.
_ADDRESS: dict[str, tuple[str, ...]] = {
    "overview": (ASSESSMENT,),
    "checklist": (ASSESSMENT, CAPABILITY, STAGE, SHOW),
    "evidence": (ASSESSMENT,),
    "profile": (ASSESSMENT, VIEW, OVERLAYS, EARLIER, SCENARIO),
    "what_if": (ASSESSMENT, SCENARIO, AGAINST),
    "facilitate": (ASSESSMENT, WORKSHOP, CAPABILITY),
    "framework": (CAPABILITY, FIND),
    "settings": (ASSESSMENT,),
    "join": (ENTRY, WORKSHOP),
    "projector": (ENTRY, WORKSHOP),
}
_UNSAID: tuple[object, ...] = (None, "", "all", "radar", 0, -1, [])

_PAGE = "_page"
_WRITTEN = "_written"
_SHOWN = "_shown"
_DRAFTS = "_drafts"
_CONFLICTS = "_conflicts"
_NOTICE = "_notice"
_DELETED = "_deleted"
_TAB_TOKEN = "_tab_token"
_DELETED_SCENARIO = "_deleted_scenario"
_PLACE = "_place"
_ASKED = "_asked"
_ROLE_GIVEN = "_role_given"
_CLOCK = "_clock"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the last action did, for the line under the navigation."""

    text: str
    is_problem: bool = False


def key(*parts: object) -> str:
    """A widget key from a page, an element and the ids of what it belongs to."""
    return "-".join(str(part) for part in parts)


def value(name: str) -> Any:
    """What a widget holds; None before it has been shown."""
    return st.session_state.get(name)


def put(name: str, content: object) -> None:
    """Set what a widget will hold when it is shown next."""
    if name not in st.session_state or st.session_state[name] != content:
        st.session_state[name] = content


def keep_valid(name: str, options: Sequence[object], default: object = None) -> None:
    """Before a widget is shown: keep what it holds, or take the default, or the first of its options.

    The value is set anew in any case, for a widget that was on another page starts empty otherwise.
    """
    held = value(name)
    st.session_state[name] = held if held in options else default if default in options else options[0]


def keep_all_valid(name: str, options: Sequence[object]) -> None:
    """The same for a widget that holds several of its options, or none."""
    st.session_state[name] = [one for one in value(name) or [] if one in options]


def keep_text(name: str) -> None:
    """The same for a text field."""
    st.session_state[name] = value(name) or ""


def forget(name: str) -> None:
    """Drop a widget's value, so that it starts anew."""
    st.session_state.pop(name, None)


def read_address(page: str) -> None:
    """Before a page runs: take over what a link, or moving back and forward, put into the address."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    st.session_state[_PAGE] = page
    written: tuple[str, object] | None = st.session_state.get(_WRITTEN)
    if written == (page, params):
        return
    moved = bool(params) and written is not None and written[0] == page
    for name in _ADDRESS[page]:
        if name in params:
            put(name, _parsed(name, params[name]))
        elif moved and name != ASSESSMENT:
            forget(name)  # what goes without saying in an address
    if moved:
        st.session_state[_WRITTEN] = (page, params)


def _parsed(name: str, texts: list[str]) -> object:
    if name in _LISTS:
        return texts
    if name in _NUMBERS:
        return int(texts[-1]) if texts[-1].isdecimal() else None
    return texts[-1]


def complete_address() -> None:
    """After a page has run: where it was reached without its view in the address, add it.

    Not when the page is the same as before: then somebody moved back to the bare address, and adding to it
    would keep them from going further back.
    """
    page = st.session_state[_PAGE]
    written: tuple[str, object] | None = st.session_state.get(_WRITTEN)
    if written is None or written[0] != page:
        write_address()


def write_address() -> None:
    """Put the view into the address; also the callback of every widget whose value is part of it."""
    page = st.session_state[_PAGE]
    params = {
        name: [str(one) for one in content] if isinstance(content, list) else [str(content)]
        for name in _ADDRESS[page]
        if (content := value(name)) not in _UNSAID
    }
    st.session_state[_WRITTEN] = (page, params)
    if params != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(params)


def browser() -> str:
    """The random name of this browser; "local" where there is no browser."""
    from .server import BROWSER_COOKIE

    return st.context.cookies.get(BROWSER_COOKIE) or "local"


def tab_token() -> str:
    """A random token of this tab, for browsers that keep no cookies."""
    token: str = st.session_state.setdefault(_TAB_TOKEN, new_token())
    return token


def on_phone() -> bool:
    """Whether the browser calls itself a mobile one."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def note_shown(assessment_id: int, indicator_id: str, record: Record) -> None:
    """This tab now shows this record of an indicator: a change is made against it.

    Kept per indicator, because a fragment draws some indicators again and leaves others as they were.
    """
    st.session_state.setdefault(_SHOWN, {})[assessment_id, indicator_id] = record


def shown_record(assessment_id: int, indicator_id: str) -> Record:
    """The record that this tab last showed; empty where it showed none."""
    shown: dict[tuple[int, str], Record] = st.session_state.get(_SHOWN, {})
    return shown.get((assessment_id, indicator_id), NO_RECORD)


def draft(assessment_id: int, indicator_id: str) -> Judgement | None:
    """A judgement that waits for its reason."""
    drafts: dict[tuple[int, str], Judgement] = st.session_state.get(_DRAFTS, {})
    return drafts.get((assessment_id, indicator_id))


def set_draft(assessment_id: int, indicator_id: str, judgement: Judgement | None) -> None:
    """Keep a judgement until its reason is given; None drops it."""
    drafts: dict[tuple[int, str], Judgement] = st.session_state.setdefault(_DRAFTS, {})
    if judgement is None:
        drafts.pop((assessment_id, indicator_id), None)
    else:
        drafts[assessment_id, indicator_id] = judgement


def conflict(assessment_id: int, indicator_id: str) -> Record | None:
    """What this tab wanted to write when someone else had written first."""
    conflicts: dict[tuple[int, str], Record] = st.session_state.get(_CONFLICTS, {})
    return conflicts.get((assessment_id, indicator_id))


def set_conflict(assessment_id: int, indicator_id: str, mine: Record | None) -> None:
    """Keep an unwritten change until the person has decided; None drops it."""
    conflicts: dict[tuple[int, str], Record] = st.session_state.setdefault(_CONFLICTS, {})
    if mine is None:
        conflicts.pop((assessment_id, indicator_id), None)
    else:
        conflicts[assessment_id, indicator_id] = mine


def notify(text: str, *, is_problem: bool = False) -> None:
    """Say what the last action did."""
    st.session_state[_NOTICE] = Notice(text, is_problem)


def take_notice() -> Notice | None:
    """What the last action did, said once."""
    notice: Notice | None = st.session_state.pop(_NOTICE, None)
    return notice


def remember_deleted(assessment_id: int | None) -> None:
    """Keep which assessment this tab deleted last, so that it can be brought back."""
    st.session_state[_DELETED] = assessment_id


def deleted() -> int | None:
    """The assessment that this tab deleted last."""
    found: int | None = st.session_state.get(_DELETED)
    return found


def remember_deleted_scenario(assessment_id: int, scenario_id: int | None) -> None:
    """Keep which scenario of an assessment this tab deleted last, so that it can be brought back."""
    st.session_state[_DELETED_SCENARIO] = (assessment_id, scenario_id)


def deleted_scenario(assessment_id: int) -> int | None:
    """The scenario of this assessment that this tab deleted last."""
    found: tuple[int, int | None] = st.session_state.get(_DELETED_SCENARIO, (assessment_id, None))
    return found[1] if found[0] == assessment_id else None


def place() -> tuple[str, int] | None:
    """The indicator and round that a participant has gone back to; None for the first without an answer."""
    found: tuple[str, int] | None = st.session_state.get(_PLACE)
    return found


def put_place(wanted: tuple[str, int] | None) -> None:
    """Where a participant goes next."""
    st.session_state[_PLACE] = wanted


def note_asked(place: tuple[str, int], at: datetime) -> None:
    """A participant is asked this from now on, if it is not what was asked before."""
    if st.session_state.get(_ASKED, (None,))[0] != place:
        st.session_state[_ASKED] = (place, at)


def asked_since(place: tuple[str, int], otherwise: datetime) -> datetime:
    """Since when this tab asks this."""
    held: tuple[tuple[str, int], datetime] | None = st.session_state.get(_ASKED)
    return held[1] if held and held[0] == place else otherwise


def role_given(workshop_id: int) -> bool:
    """Whether this tab has been asked in which role somebody takes part."""
    return bool(st.session_state.get(_ROLE_GIVEN) == workshop_id)


def note_role_given(workshop_id: int) -> None:
    """It has been asked, and answered or passed over."""
    st.session_state[_ROLE_GIVEN] = workshop_id


def clock_began(workshop_id: int, ends_at: datetime, at: datetime, done: int) -> tuple[datetime, int]:
    """When this tab first saw a clock that ends then, and how much was done: a pace counts from there."""
    name = (workshop_id, ends_at)
    held: tuple[object, datetime, int] | None = st.session_state.get(_CLOCK)
    if held is None or held[0] != name:
        held = st.session_state[_CLOCK] = (name, at, done)
    return held[1], held[2]
