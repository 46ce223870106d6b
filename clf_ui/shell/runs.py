"""Runs of a page that follow one another: what one has still to say is sent before the next begins.

And one that only asks for another is not told at all: a click's callback says which parts are to be drawn,
and Streamlit draws them in a second run. A browser that hears of both goes through the whole page each time
it hears of one, which takes longer than the drawing.
"""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

SOON = 0.005  # seconds until it is looked again whether a run has ended
NOTICED = 0.1  # seconds after which a person would miss a sign that something goes on
_HEARD = "_handle_scriptrunner_event_on_event_loop"


def let_runs_finish() -> None:
    """Have a run wait until all that the run before it drew is on its way; to be called at the start.

    Streamlit begins a fragment as soon as the run before has drawn its last element, and from then on drops
    what that one drew and the event loop has not passed on yet. On a busy computer a message, or a mark that
    a judgement moves, would never show. A run of the whole page draws all of it anyway, and does not wait.
    """
    begin = AppSession._create_scriptrunner
    waiting: WeakKeyDictionary[AppSession, ScriptRequests] = WeakKeyDictionary()

    def begun(self: AppSession, initial_rerun_data: RerunData) -> None:
        is_first = self not in waiting
        waiting.setdefault(self, ScriptRequests()).request_rerun(initial_rerun_data)
        if is_first or self._scriptrunner is None:
            go_on(self)

    def go_on(self: AppSession) -> None:
        if self not in waiting:
            return
        if self._state is AppSessionState.SHUTDOWN_REQUESTED:
            del waiting[self]
        elif self._scriptrunner is None:  # its end comes after all that it drew
            begin(self, waiting.pop(self).on_scriptrunner_ready().rerun_data)
        else:
            self._event_loop.call_later(SOON, go_on, self)

    AppSession._create_scriptrunner = begun  # type: ignore[method-assign]


@dataclass(slots=True)
class _Beginning:
    """A run of which the browser has not heard yet: how it would be told, and when at the latest."""

    tell: Callable[[], None]
    at_the_latest: TimerHandle


def begin_quietly() -> None:
    """Have a browser hear of a fragment's run with the first thing that it draws, or after a moment.

    A Streamlit that tells of its runs in another way is left as it is.
    """
    hear: Callable[..., None] | None = getattr(AppSession, _HEARD, None)
    if hear is None:
        return
    held: WeakKeyDictionary[AppSession, _Beginning] = WeakKeyDictionary()

    def tell(session: AppSession) -> None:
        beginning = held.pop(session, None)
        if beginning:
            beginning.at_the_latest.cancel()
            beginning.tell()

    def heard(session: AppSession, sender: Any, event: Any, *rest: Any, **more: Any) -> None:
        if event is ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN and session in held:
            held.pop(session).at_the_latest.cancel()
            return
        tell(session)
        if event is ScriptRunnerEvent.SCRIPT_STARTED and _draws_parts(rest, more):
            timer = get_running_loop().call_later(NOTICED, tell, session)
            held[session] = _Beginning(lambda: hear(session, sender, event, *rest, **more), timer)
        else:
            hear(session, sender, event, *rest, **more)

    setattr(AppSession, _HEARD, heard)


def _draws_parts(rest: tuple[Any, ...], more: dict[str, Any]) -> bool:
    """Whether a run that starts draws parts of the page only, by what the event says of it."""
    place = 4  # of the fragments' ids, after the message, error, state and page of other events
    return bool(more.get("fragment_ids_this_run") or (len(rest) > place and rest[place]))
