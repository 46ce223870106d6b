"""The view in the address: read before a page runs, written when a choice is made."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from urllib.parse import urlencode, urlsplit

import streamlit as st

from . import keys
from .opened import close_dialog
from .slots import Slot
from .tab import drop_notice
from .widgets import forget, put, value

_NUMBERS = (
    keys.ASSESSMENT,
    keys.EARLIER,
    keys.TRIED,
    keys.SCENARIO,
    keys.AGAINST,
    keys.SURVEY,
    keys.TURN,
    keys.WORKSHOP,
    keys.FROM,
    keys.TO,
    keys.PAGE,
)
_LISTS = (keys.OVERLAYS, keys.AGAINST, keys.WITHOUT, keys.ADDED, keys.SERVICE_LABELS)
_DATES = (keys.ON, keys.SINCE)
_AMOUNTS = (keys.CAPACITY,)
# What each page has in its address, and what goes without saying there.
_ADDRESS: dict[str, tuple[str, ...]] = {
    "services": (
        keys.ASSESSMENT,
        keys.SERVICES_TAB,
        keys.SERVICE_FIND,
        keys.SERVICE_LABELS,
        keys.ORDER,
        keys.COUNTED,
        keys.ON,
        keys.SINCE,
        keys.CAPABILITY,
        keys.PAGE,
    ),
    "overview": (keys.ASSESSMENT,),
    "checklist": (keys.ASSESSMENT, keys.CAPABILITY, keys.STAGE, keys.SHOW, keys.INDICATOR),
    "evidence": (keys.ASSESSMENT,),
    "profile": (keys.ASSESSMENT, keys.VIEW, keys.OVERLAYS, keys.EARLIER, keys.TRIED),
    "say_do_gap": (keys.ASSESSMENT, keys.CAPABILITY, keys.SURVEY, keys.GAP_TAB),
    "history": (keys.ASSESSMENT, keys.FROM, keys.TO),
    "what_if": (keys.ASSESSMENT, keys.SCENARIO, keys.AGAINST, keys.LEVER),
    "action_plan": (keys.ASSESSMENT, keys.PLAN, keys.UP_TO, keys.CAPACITY, keys.BEGINNING),
    "facilitate": (keys.ASSESSMENT, keys.WORKSHOP, keys.CAPABILITY, keys.LEAD),
    "report": (keys.ASSESSMENT, keys.LAYOUT, keys.WITHOUT, keys.ADDED, keys.REPORT_TAB),
    "framework": (keys.CAPABILITY, keys.FIND),
    "settings": (keys.ASSESSMENT, keys.SETTINGS_TAB),
    "join": (keys.ENTRY, keys.WORKSHOP),
    "projector": (keys.WALL, keys.WORKSHOP),
    "survey": (keys.LINK, keys.TURN),
}
# What a page does not take over from another one: it then begins with a choice of its own.
_OWN_CHOICE: dict[str, tuple[str, ...]] = {
    "say_do_gap": (keys.CAPABILITY,),
    "history": (keys.FROM, keys.TO),
}
_UNSAID: tuple[object, ...] = (
    None,
    "",
    "all",
    "radar",
    "board",
    "next",
    "Try",
    "Gap",
    "full",
    "Document",
    "Rules",
    "Side by side",
    "name",
    "drafts",
    0,
    -1,
    [],
)
_AMOUNT = re.compile(r"\d{1,6}(\.\d{1,4})?")

_PAGE = "_page"
_arrived: Slot[bool] = Slot("_arrived_here")
_written: Slot[tuple[str, dict[str, list[str]]]] = Slot("_written")
_from_link: Slot[frozenset[str]] = Slot("_from_link")


def read_address(page: str) -> None:
    """Before a page runs: take over what a link, or moving back and forward, put into the address."""
    params = _in_address()
    _arrived.put(value(_PAGE) != page)
    if value(_PAGE) != page:
        forget(keys.INDICATOR)  # one arrives at it once
        close_dialog()  # what was open on the page before
        drop_notice()
        for name in _OWN_CHOICE.get(page, ()):
            if name not in params:
                forget(name)
    put(_PAGE, page)
    _from_link.put(None)
    written = _written.get()
    if written == (page, params):
        return
    _from_link.put(frozenset(params))
    moved = bool(params) and written is not None and written[0] == page
    for name in _ADDRESS[page]:
        if name in params:
            put(name, _parsed(name, params[name]))
        elif moved and name != keys.ASSESSMENT:
            forget(name)  # what goes without saying in an address
    if moved:
        _written.put((page, params))


def has_arrived() -> bool:
    """Whether another page was shown before: while this one is drawn whole for the first time."""
    return bool(_arrived.get())


def is_from_link(name: str) -> bool:
    """Whether what a key holds was brought by a link when this page was drawn, and not chosen on it."""
    return name in (_from_link.get() or ())


def _in_address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _parsed(name: str, texts: list[str]) -> object:
    if name in _AMOUNTS:
        return float(texts[-1]) if _AMOUNT.fullmatch(texts[-1]) else None
    if name in _DATES:
        with suppress(ValueError):
            return date.fromisoformat(texts[-1])
        return None
    found = [int(text) if text.isdecimal() else None for text in texts] if name in _NUMBERS else texts
    return found if name in _LISTS else found[-1]


def complete_address() -> None:
    """After a page has run: where it was reached without its view in the address, add it.

    Not when the page is the same as before: then somebody moved back to the bare address, and adding to it
    would keep them from going further back.
    """
    written = _written.get()
    if written is None or written[0] != value(_PAGE):
        write_address()


def write_address() -> None:
    """Put the view into the address; also the callback of every widget whose value is part of it."""
    page, params = value(_PAGE), _view_params()
    _written.put((page, params))
    if params != _in_address():
        st.query_params.from_dict(params)


def _view_params() -> dict[str, list[str]]:
    """The view as the address says it."""
    return {
        name: [str(one) for one in content] if isinstance(content, list) else [str(content)]
        for name in _ADDRESS[value(_PAGE)]
        if (content := value(name)) not in _UNSAID and (name, content) != (keys.PAGE, 1)
    }


def link() -> str:
    """The page's address with its view in it, to hand on."""
    return urlsplit(st.context.url or "")._replace(query=urlencode(_view_params(), doseq=True)).geturl()
