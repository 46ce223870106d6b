"""Every session key, and the only code that touches session state.

The store is the truth. A session holds what belongs to one browser tab: which assessment is in view (also in
the address), what the tab has shown (so that a later writer elsewhere is noticed), and unfinished input.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from clf_model import NO_RECORD, ActionConflictError, Judgement, Record
from clf_store import SavedScenario, new_token

# In the address, so that a link carries the view.
ASSESSMENT = "assessment"
CAPABILITY = "capability"
STAGE = "stage"
SHOW = "show"
OVERLAYS = "overlays"
EARLIER = "earlier"
TRIED = "tried"
VIEW = "view"
SCENARIO = "scenario"
AGAINST = "against"
PLAN = "plan"
UP_TO = "to"
CAPACITY = "capacity"
BEGINNING = "beginning"
SURVEY = "survey"
LINK = "link"
TURN = "turn"
WORKSHOP = "workshop"
ENTRY = "code"
LEVER = "lever"

# Of one tab only.
BARE = "bare-indicator"
FIND = "find"
THRESHOLD = "rules-threshold"
EVIDENCE_REQUIRED = "rules-evidence"
PERSPECTIVES = "rules-perspectives"
IMPORT = "import-file"
GAP_TABS = "gap-tabs"
ANSWERS = "answers-file"
JOIN_CODE = "join-typed-code"
JOIN_ROLE = "join-role"
AGREED_FROM = "agreed-from"
EVIDENCE_OF = "evidence-capability"
EVIDENCE_VOICE = "evidence-voice"

_NUMBERS = (ASSESSMENT, EARLIER, TRIED, SCENARIO, AGAINST, SURVEY, TURN, WORKSHOP)
_LISTS = (OVERLAYS, AGAINST)
_AMOUNTS = (CAPACITY,)
# What each page has in its address, and what goes without saying there.
_ADDRESS: dict[str, tuple[str, ...]] = {
    "overview": (ASSESSMENT,),
    "checklist": (ASSESSMENT, CAPABILITY, STAGE, SHOW),
    "evidence": (ASSESSMENT,),
    "profile": (ASSESSMENT, VIEW, OVERLAYS, EARLIER, TRIED),
    "say_do_gap": (ASSESSMENT, CAPABILITY, SURVEY),
    "what_if": (ASSESSMENT, SCENARIO, AGAINST, LEVER),
    "action_plan": (ASSESSMENT, PLAN, UP_TO, CAPACITY, BEGINNING),
    "facilitate": (ASSESSMENT, WORKSHOP, CAPABILITY),
    "framework": (CAPABILITY, FIND),
    "settings": (ASSESSMENT,),
    "join": (ENTRY, WORKSHOP),
    "projector": (ENTRY, WORKSHOP),
    "survey": (LINK, TURN),
}
_UNSAID: tuple[object, ...] = (None, "", "all", "radar", "board", "next", "Try", 0, -1, [])

_AMOUNT = re.compile(r"\d{1,6}(\.\d{1,4})?")

_PAGE = "_page"
_WRITTEN = "_written"
_SHOWN = "_shown"
_DRAFTS = "_drafts"
_CONFLICTS = "_conflicts"
_NOTICE = "_notice"
_SURVEY_PLACES = "_survey_places"
_TABLE = "_table"
_DELETED = "_deleted"
_TAB_TOKEN = "_tab_token"
_DELETED_SCENARIO = "_deleted_scenario"
_DIALOG = "_dialog"
_ACTION_CONFLICTS = "_action_conflicts"
_OPENINGS = "_openings"
_GRIDS = "_grids"
_EMPTIED = "_emptied"
_PLACE = "_place"
_ASKED = "_asked"
_ROLE_GIVEN = "_role_given"
_CLOCK = "_clock"
_SCENARIOS = "_scenarios"
_PLANNED = "_planned"
_TAKEN = "_taken"
_BEGUN = "_begun"
_REFUSED = "_refused"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the last action did, for the line under the navigation."""

    text: str
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class Dialog:
    """A dialog that is open: on which assessment, what it shows, and what was wrong when it was sent last.

    `number` differs from opening to opening, so that the fields of each start anew.
    """

    assessment_id: int
    content: object
    number: int
    problem: str | None = None


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


def keep_all_valid(name: str, options: Sequence[object], *, most: int | None = None) -> None:
    """The same for a widget that holds several of its options, or none; the first `most` of them."""
    held = dict.fromkeys(one for one in value(name) or [] if one in options)
    st.session_state[name] = list(held)[:most]


def keep_text(name: str) -> None:
    """The same for a text field."""
    st.session_state[name] = value(name) or ""


def forget(name: str) -> None:
    """Drop a widget's value, so that it starts anew."""
    st.session_state.pop(name, None)


def empty_when_drawn(name: str, empty: object) -> None:
    """A field was sent: it starts anew.

    Only a value set in the run that draws it reaches a browser which shows the field already, and a callback
    that asks for fragments is in another run.
    """
    forget(name)
    st.session_state.setdefault(_EMPTIED, {})[name] = empty


def empty_now(*names: str) -> None:
    """Before these fields are drawn: empty those that were sent."""
    emptied: dict[str, object] = st.session_state.get(_EMPTIED, {})
    for name in names:
        if name in emptied:
            st.session_state[name] = emptied.pop(name)


def read_address(page: str) -> None:
    """Before a page runs: take over what a link, or moving back and forward, put into the address."""
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    if st.session_state.get(_PAGE) != page:
        forget(_DIALOG)  # what was open on the page before
        drop_notice()
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
    if name in _AMOUNTS:
        return float(texts[-1]) if _AMOUNT.fullmatch(texts[-1]) else None
    found = [int(text) if text.isdecimal() else None for text in texts] if name in _NUMBERS else texts
    return found if name in _LISTS else found[-1]


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
    page, params = st.session_state[_PAGE], _view_params()
    st.session_state[_WRITTEN] = (page, params)
    if params != {name: st.query_params.get_all(name) for name in st.query_params}:
        st.query_params.from_dict(params)


def _view_params() -> dict[str, list[str]]:
    """The view as the address says it."""
    return {
        name: [str(one) for one in content] if isinstance(content, list) else [str(content)]
        for name in _ADDRESS[st.session_state[_PAGE]]
        if (content := value(name)) not in _UNSAID
    }


def link() -> str:
    """The page's address with its view in it, to hand on."""
    return urlsplit(st.context.url or "")._replace(query=urlencode(_view_params(), doseq=True)).geturl()


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


def notice() -> Notice | None:
    """What the last action did, until the next action or another page."""
    found: Notice | None = st.session_state.get(_NOTICE)
    return found


def drop_notice() -> None:
    """The next action begins, or the message was closed."""
    forget(_NOTICE)


def take_notice() -> Notice | None:
    """The same, said once, where no line under the navigation keeps it in sight."""
    found = notice()
    drop_notice()
    return found


def survey_place(survey_id: int, turn: int) -> int | None:
    """Where somebody is in a survey, counted from 0; None before they have moved."""
    places: dict[tuple[int, int], int] = st.session_state.get(_SURVEY_PLACES, {})
    return places.get((survey_id, turn))


def set_survey_place(survey_id: int, turn: int, place: int) -> None:
    """Go to a statement of a survey, or to its end."""
    st.session_state.setdefault(_SURVEY_PLACES, {})[survey_id, turn] = place


def keep_table(file_id: str, table: object) -> None:
    """Keep what was read from the uploaded file, the latest alone."""
    st.session_state[_TABLE] = (file_id, table)


def kept_table(file_id: str) -> object:
    """What was read from this file; None where it was another one."""
    kept: tuple[str, object] = st.session_state.get(_TABLE, ("", None))
    return kept[1] if kept[0] == file_id else None


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


def note_scenario(seen: SavedScenario) -> None:
    """This tab now shows this state of a scenario: a change is made against it."""
    st.session_state.setdefault(_SCENARIOS, {})[seen.id] = seen


def shown_scenario(scenario_id: int) -> SavedScenario | None:
    """The state of a scenario that this tab last showed; None where it showed none."""
    shown: dict[int, SavedScenario] = st.session_state.get(_SCENARIOS, {})
    return shown.get(scenario_id)


def note_begun(scenario_id: int | None) -> None:
    """This tab has begun a scenario from today's state; None when it shows today's state again."""
    st.session_state[_BEGUN] = scenario_id


def begun() -> int | None:
    """The scenario begun from today's state that the browser may not have heard of yet."""
    found: int | None = st.session_state.get(_BEGUN)
    return found


def note_planned(before: SavedScenario, planned: Mapping[str, Judgement]) -> None:
    """A plan replaces what a scenario tried: keep that, so that it can be brought back.

    Where a plan is replaced by another, as on the way along a slider, what was there before the first stays.
    """
    kept: dict[int, tuple[SavedScenario, dict[str, Judgement]]] = st.session_state.setdefault(_PLANNED, {})
    first, last = kept.get(before.id, (before, None))
    kept[before.id] = (first if last == before.changes else before, dict(planned))


def before_plan(current: SavedScenario) -> SavedScenario | None:
    """What this tab replaced by the plan that a scenario holds now; None where that was nothing."""
    kept: dict[int, tuple[SavedScenario, dict[str, Judgement]]] = st.session_state.get(_PLANNED, {})
    before, planned = kept.get(current.id, (None, None))
    lost = before is not None and before.changes and before.changes != current.changes
    return before if lost and planned == current.changes else None


def note_taken(label: str, number: int) -> None:
    """So many actions were made of the plan of a scenario."""
    st.session_state[_TAKEN] = (label, number)


def taken(label: str) -> int:
    """How many actions were made last, where that was of the plan of this scenario; else 0."""
    found: tuple[str, int] = st.session_state.get(_TAKEN, ("", 0))
    return found[1] if found[0] == label else 0


def fresh() -> int:
    """A number that this tab has not had yet, for the keys of what has to start anew."""
    number: int = st.session_state.get(_OPENINGS, 0) + 1
    st.session_state[_OPENINGS] = number
    return number


def open_dialog(assessment_id: int, content: object) -> None:
    """Open a dialog when the page is drawn next, in place of any other."""
    st.session_state[_DIALOG] = Dialog(assessment_id, content, fresh())


def dialog(assessment_id: int) -> Dialog | None:
    """The dialog that is open on an assessment."""
    found: Dialog | None = st.session_state.get(_DIALOG)
    return found if found and found.assessment_id == assessment_id else None


def refuse_dialog(problem: str) -> None:
    """Keep the dialog open, with what is wrong in it."""
    st.session_state[_DIALOG] = replace(st.session_state[_DIALOG], problem=problem)


def close_dialog() -> None:
    """The dialog was closed, or has done its work."""
    forget(_DIALOG)


def action_conflicts(assessment_id: int) -> Mapping[str, ActionConflictError]:
    """By action id, what this tab wanted to write when someone else had written first."""
    found: dict[tuple[int, str], ActionConflictError] = st.session_state.get(_ACTION_CONFLICTS, {})
    return {id_: conflict for (aid, id_), conflict in found.items() if aid == assessment_id}


def set_action_conflict(assessment_id: int, action_id: str, conflict: ActionConflictError | None) -> None:
    """Keep an unwritten change of an action until the person has decided; None drops it."""
    kept: dict[tuple[int, str], ActionConflictError] = st.session_state.setdefault(_ACTION_CONFLICTS, {})
    if conflict is None:
        kept.pop((assessment_id, action_id), None)
    else:
        kept[assessment_id, action_id] = conflict


def grid_key(assessment_id: int, which: str) -> str:
    """The key of a table or chart in which something is written or chosen."""
    started: dict[tuple[int, str], int] = st.session_state.get(_GRIDS, {})
    return key("grid", which, assessment_id, started.get((assessment_id, which), 0))


def new_grid_key(assessment_id: int, which: str) -> str:
    """A new key for it, so that it starts anew from the record."""
    st.session_state.setdefault(_GRIDS, {})[assessment_id, which] = fresh()
    return grid_key(assessment_id, which)


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


def refuse(name: str, problem: str | None) -> None:
    """Keep what is wrong with what a table holds, until it is mended; None where nothing is."""
    st.session_state.setdefault(_REFUSED, {})[name] = problem


def refused(name: str) -> str | None:
    """What is wrong with what a table holds."""
    kept: dict[str, str | None] = st.session_state.get(_REFUSED, {})
    return kept.get(name)
