"""Far-reaching steps: one table of them all, and the one way in which those that Undo cannot serve ask first.

Each is in a log. Where it can be taken back it does what it says at once; where not, it names what is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import streamlit as st

from .. import state
from ..wording import plain
from .callbacks import guarded

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FarReaching:
    """A step: the words on its button, the key of what does it, its icon, its page, and its way back.

    `way` is "undo" where it can be taken back by a button that says so, and "asks" where it asks first;
    `sure` is then what the second button says.
    """

    label: str
    key: str
    icon: str
    page: str
    way: Literal["undo", "asks"]
    sure: str = ""


FINALISE = FarReaching("Finalise", "finalise", "lock", "Settings", "asks", "Finalise it")
REOPEN = FarReaching("Reopen", "reopen", "lock_open", "Settings", "asks", "Reopen it")
CHANGE_RULES = FarReaching("Change the rules", "rules-evidence", "gavel", "Settings", "undo")
DELETE = FarReaching("Delete this assessment", "delete", "delete", "Settings", "undo")
ERASE = FarReaching(
    "Erase this service for good", "erase", "delete_forever", "Settings", "asks", "Erase it for good"
)
RESET = FarReaching("Reset samples", "reset-samples", "restart_alt", "Settings", "asks", "Reset them")
DELETE_SCENARIO = FarReaching("Delete this scenario", "delete-scenario", "delete", "What-if", "undo")
REMOVE_ACTION = FarReaching("Delete", "FormSubmitter:action-field", "delete", "Action plan", "undo")
REMOVE_EVIDENCE = FarReaching("Remove", "remove", "delete", "Checklist", "undo")
REVEAL = FarReaching("Reveal", "reveal-topic", "visibility", "Facilitate", "asks", "Reveal now")
ACCEPT_ALL = FarReaching("Accept all", "accept-all", "done_all", "Facilitate", "asks", "Accept them")
NEW_CODE = FarReaching("New code", "new-code", "autorenew", "Facilitate", "asks", "Make a new code")
CLOSE_WORKSHOP = FarReaching(
    "Close", "close-workshop", "flag", "Facilitate", "asks", "Close and write into the assessment"
)
IMPORT = FarReaching("Import it", "import", "upload", "Settings", "undo")
IMPORT_ANSWERS = FarReaching("Import them", "import-answers", "upload", "Say–do gap", "undo")
IMPORT_INSTEAD = FarReaching(
    "Import them instead", "import-answers", "upload", "Say–do gap", "asks", "Remove the other and import"
)
CLOSE_SURVEY = FarReaching(
    "Close the survey", "survey-close", "lock", "Say–do gap", "asks", "Close it for good"
)
REMOVE_SURVEY = FarReaching("Remove", "survey-delete", "delete", "Say–do gap", "asks", "Remove it for good")

FAR_REACHING = (
    CHANGE_RULES,
    FINALISE,
    REOPEN,
    DELETE,
    ERASE,
    RESET,
    REMOVE_EVIDENCE,
    DELETE_SCENARIO,
    REMOVE_ACTION,
    IMPORT,
    IMPORT_ANSWERS,
    IMPORT_INSTEAD,
    CLOSE_SURVEY,
    REMOVE_SURVEY,
    REVEAL,
    ACCEPT_ALL,
    NEW_CODE,
    CLOSE_WORKSHOP,
)


def question(step: FarReaching, of: object = None) -> str:
    """The key of what a step asks; it holds whether that is open. `of` tells several of a page apart."""
    return _key("ask", step, of)


def sure_key(step: FarReaching, of: object = None) -> str:
    """The key of the button that does it."""
    return step.key if of is None else state.key(step.key, of)


def _key(kind: str, step: FarReaching, of: object) -> str:
    return state.key(kind, sure_key(step, of))


def asks(
    step: FarReaching,
    lost: Iterable[str],
    act: Callable[..., None],
    *,
    of: object = None,
    args: tuple[object, ...] = (),
    kwargs: Mapping[str, Any] = _NOTHING,
    label: str | None = None,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    disabled: bool = False,
    held: bool = False,
    field: Callable[[], None] | None = None,
    besides: Callable[[], None] | None = None,
    inside: bool = False,
) -> None:
    """The button of a step that asks: what is lost, then "no" and the button that does it.

    It opens in place, so that what it is about stays in sight; Escape, "no", or its own button again leave
    all as it is. `lost` are sentences; `field` draws what has to be entered first, `besides` another way to
    do it. `of` tells steps of one kind on a page apart. With `held` the question can be read, and not be
    answered with yes. `inside` is for what stands in a popover already, in which it opens.
    """
    opened = question(step, of)
    with _opening(label or step.label, f":material/{step.icon}:", opened, type, disabled, inside):
        for sentence in lost:
            st.markdown(plain(sentence))
        if field is not None:
            field()
        if problem := state.refused.get(opened):
            st.warning(plain(problem), icon=":material/warning:")
        with st.container(horizontal=True):
            st.button("No, leave it", key=_key("leave", step, of), on_click=_leave, args=(opened,))
            st.button(
                step.sure,
                key=sure_key(step, of),
                type="primary",
                disabled=disabled or held,
                on_click=_do,
                args=(opened, field is not None, act, *args),
                kwargs=dict(kwargs),
            )
            if besides is not None:
                besides()


def _opening(
    label: str,
    icon: str,
    key: str,
    type: Literal["primary", "secondary", "tertiary"],
    disabled: bool,
    inside: bool,
) -> AbstractContextManager[object]:
    """What the question opens in; no popover opens inside another."""
    if inside:
        return st.expander(label, icon=icon, key=key, on_change="rerun")
    return st.popover(label, icon=icon, key=key, type=type, disabled=disabled, on_change="rerun")


@guarded
def _leave(opened: str) -> None:
    state.put(opened, False)
    state.refused.put(opened, None)


@guarded
def _do(opened: str, stays: bool, act: Callable[..., None], *args: object, **kwargs: Any) -> None:
    """Do it. Where it asks for something to be entered and was refused, it stays open and says why."""
    state.put(opened, False)
    state.refused.put(opened, None)
    try:
        act(*args, **kwargs)
    finally:
        notice = state.notice()
        if stays and notice and notice.is_problem:
            state.put(opened, True)
            state.refused.put(opened, notice.text)
            state.drop_notice()
