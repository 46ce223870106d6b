"""Far-reaching steps: one table of them all, and the one way in which those that Undo cannot serve ask first.

Each is in a log. Where it can be taken back it does what it says at once; where not, it names what is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

import streamlit as st

from . import state
from .wording import plain

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
RESET = FarReaching("Reset samples", "reset-samples", "restart_alt", "Settings", "asks", "Reset them")
DELETE_SCENARIO = FarReaching("Delete this scenario", "delete-scenario", "delete", "What-if", "undo")
REMOVE_ACTION = FarReaching("Delete", "action-delete", "delete", "Action plan", "undo")
REMOVE_EVIDENCE = FarReaching("Remove", "remove-evidence", "delete", "Checklist", "undo")
ACCEPT_ALL = FarReaching("Accept all", "accept-all", "done_all", "Facilitate", "asks", "Accept them")
NEW_CODE = FarReaching("New code", "new-code", "autorenew", "Facilitate", "asks", "Make a new code")
CLOSE_WORKSHOP = FarReaching(
    "Close", "close-workshop", "flag", "Facilitate", "asks", "Close and write into the assessment"
)
CLOSE_SURVEY = FarReaching(
    "Close the survey", "survey-close-sure", "lock", "Say–do gap", "asks", "Close it for good"
)
REMOVE_SURVEY = FarReaching(
    "Remove", "survey-delete-sure", "delete", "Say–do gap", "asks", "Remove it for good"
)

FAR_REACHING = (
    CHANGE_RULES,
    FINALISE,
    REOPEN,
    DELETE,
    RESET,
    REMOVE_EVIDENCE,
    DELETE_SCENARIO,
    REMOVE_ACTION,
    CLOSE_SURVEY,
    REMOVE_SURVEY,
    ACCEPT_ALL,
    NEW_CODE,
    CLOSE_WORKSHOP,
)


def asks(
    step: FarReaching,
    lost: Iterable[str],
    act: Callable[..., None],
    *,
    args: tuple[object, ...] = (),
    kwargs: Mapping[str, Any] = _NOTHING,
    label: str | None = None,
    type: Literal["primary", "secondary", "tertiary"] = "secondary",
    disabled: bool = False,
    field: Callable[[], None] | None = None,
) -> None:
    """The button of a step that asks: what is lost, then "no" and the button that does it.

    It opens in place, so that what it is about stays in sight; Escape, "no", or its own button again leave
    all as it is. `lost` are sentences; `field` draws what has to be entered first.
    """
    opened = state.key("ask", step.key)
    with st.popover(
        label or step.label,
        icon=f":material/{step.icon}:",
        key=opened,
        type=type,
        disabled=disabled,
        on_change="rerun",
    ):
        for sentence in lost:
            st.markdown(plain(sentence))
        if field is not None:
            field()
        with st.container(horizontal=True):
            st.button("No, leave it", key=state.key("leave", step.key), on_click=_leave, args=(opened,))
            st.button(
                step.sure,
                key=step.key,
                type="primary",
                disabled=disabled,
                on_click=_do,
                args=(opened, act, *args),
                kwargs=dict(kwargs),
            )


def _leave(opened: str) -> None:
    state.put(opened, False)


def _do(opened: str, act: Callable[..., None], *args: object, **kwargs: Any) -> None:
    state.put(opened, False)
    act(*args, **kwargs)
