"""Runs of a page that follow one another: what one has still to say is sent before the next begins."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

SOON = 0.005  # seconds until it is looked again whether a run has ended


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
