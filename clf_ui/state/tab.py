"""This tab, the browser that it is in, and what was done in it last."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import streamlit as st

from clf_store import new_token

from ..access.cookies import BROWSER_COOKIE, name_in
from .slots import Slot


@dataclass(frozen=True, slots=True)
class WayBack:
    """How the last action is taken back where the assessment's own Undo does not: by a button of this key.

    Without `act` there is nothing more to take back; `forward` does again what was taken back last.
    """

    label: str
    key: str
    help: str
    act: Callable[..., None] | None
    args: tuple[object, ...] = ()
    forward: WayBack | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What the last action did, for the line under the navigation, where Undo then goes the `way_back`."""

    text: str
    is_problem: bool = False
    way_back: WayBack | None = None


_NAMED, _LETTERS, _SHOWN = "browser ", 32, 6

SEEN = 1.0
"""Seconds for which a notice has stood there when the person has seen it: a run may follow at once."""
READ = 20.0
"""Seconds after which it has been read, where no line under the navigation keeps it in sight."""

_notice: Slot[Notice] = Slot("_notice")
_notice_shown_at: Slot[float] = Slot("_notice_shown_at")
_token: Slot[str] = Slot("_tab_token")


def notify(text: str, *, is_problem: bool = False, way_back: WayBack | None = None) -> None:
    """Say what the last action did."""
    _notice.put(Notice(text, is_problem, way_back))
    _notice_shown_at.put(None)


def notice() -> Notice | None:
    """What the last action did, to be shown now: until the next action or another page."""
    found = _notice.get()
    if found and _notice_shown_at.get() is None:
        _notice_shown_at.put(monotonic())
    return found


def drop_notice() -> None:
    """The message was closed, or another page is shown."""
    _notice.put(None)


def drop_seen_notice() -> None:
    """The next action begins: what went wrong before stays where nobody can have seen it yet."""
    found = _notice.get()
    if found and not (found.is_problem and _shown_for() < SEEN):
        drop_notice()


def passing_notice() -> Notice | None:
    """`notice`, which goes when it has been read, where no line under the navigation keeps it in sight."""
    if _shown_for() > READ:
        drop_notice()
    return notice()


def _shown_for() -> float:
    """For how many seconds the notice has been on the screen."""
    since = _notice_shown_at.get()
    return 0.0 if since is None else monotonic() - since


RETURNED = "This tab was away for too long, or the dashboard was started again. It shows what is saved now."
_PROTOCOLS, _AT = "Sec-WebSocket-Protocol", 2  # where a tab that was here before says which it was

_is_known: Slot[bool] = Slot("_tab_is_known")


def tell_return() -> None:
    """Say to a tab that comes back from a lost connection, and is not known any longer, what it sees."""
    if _is_known.get():
        return
    _is_known.put(True)
    if len(st.context.headers.get(_PROTOCOLS, "").split(",")) > _AT:
        notify(RETURNED)


def browser() -> str:
    """The name of this browser in the log and for undo; "local" where there is no browser.

    It is made of the browser's cookie and does not give it away, so that whoever reads the log cannot act as
    another browser. Without a cookie that was signed here the name lasts as long as the tab.
    """
    name = name_in(st.context.cookies.get(BROWSER_COOKIE))
    if name is None and not st.context.headers:
        return "local"
    made_of = f"browser:{name}" if name else f"tab:{tab_token()}"
    return _NAMED + hashlib.sha256(made_of.encode()).hexdigest()[:_LETTERS]


def short_name(who: str) -> str:
    """A browser's name as it is shown; any other name as it is."""
    return who[: len(_NAMED) + _SHOWN] if who.startswith(_NAMED) else who


def on_phone() -> bool:
    """Whether the browser calls itself a mobile one."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def tab_token() -> str:
    """A random token of this tab, for browsers that keep no cookies."""
    token = _token.get() or new_token()
    _token.put(token)
    return token
