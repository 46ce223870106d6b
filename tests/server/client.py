"""A client that does on a Streamlit server what a browser does, without drawing anything."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.server.screen import FINISHED, Screen

TIMEOUT_SECONDS = 60
_TRACEBACK = b"Traceback (most recent call last)"


class NotShownError(AssertionError):
    """What was waited for did not come; the message says what the screen showed instead."""


class Session:
    """One tab on a page: knows its widgets, and runs the page's script by changing one of them.

    While it waits for anything it also runs the fragments that ask to be run by the clock.
    """

    def __init__(self, url: str, *, cookie: str | None = None) -> None:
        self._url = urlsplit(url)
        self.cookie = cookie
        self.screen = Screen(query=self._url.query)
        self.texts: list[str] = []
        self.deltas = self.messages = 0
        self._looks: set[str] = set()  # fragments that run by the clock just now
        self._connections = ExitStack()
        self._socket = self._connect()
        self._enter(page_name=self._url.path.strip("/"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """What the address bar shows: the page, with what the server has put into its query."""
        return self._url._replace(query=self.screen.query).geturl()

    def close(self) -> None:
        """Leave as a closed tab does."""
        self._connections.close()

    def abort(self) -> None:
        """Lose the connection without a word, as a phone does that goes out of reach."""
        self._socket.socket.shutdown(socket.SHUT_RDWR)

    def reconnect(self) -> None:
        """Come back after `abort` as Streamlit's own client does by itself: the same session, drawn anew."""
        self._socket = self._connect(self.screen.session_id)
        self.send_rerun(page_script_hash=self.screen.page_hash)
        self._finish(None)  # a look that began meanwhile may stand for the page

    def choose(self, label_start: str, segment: str) -> float:
        """Choose a segment of the control whose label starts so; seconds until the server has finished.

        `texts` then holds the Markdown and headings that the server sent for it, `deltas` how many elements,
        `messages` how many of any kind.
        """
        return self._run(self._chosen(label_start, segment))

    def send_choice(self, label_start: str, segment: str) -> None:
        """Choose a segment, and do not wait."""
        self.send_rerun(self._chosen(label_start, segment))

    def _chosen(self, label_start: str, segment: str) -> str:
        shown = self.screen.widget(label_start)
        self.screen.value(shown).string_array_value.data[:] = [segment]
        return shown.fragment_id

    def press(self, label: str) -> float:
        """Press a button; seconds until the server has finished."""
        button, fragment_id = self.screen.buttons[label]
        return self._run(fragment_id, [_pressed(button.id)], button.form_id)

    def press_until(self, label: str, reached: Callable[[Screen], bool]) -> float:
        """Press a button; seconds until the server has finished a run after which the screen is so."""
        self.send_press(label)
        return self.wait(reached=reached)

    def send_press(self, label: str) -> None:
        """Press a button, and do not wait."""
        button, fragment_id = self.screen.buttons[label]
        self.send_rerun(fragment_id, [_pressed(button.id)], form_id=button.form_id)

    def send_rerun(
        self,
        fragment_id: str = "",
        changed: Sequence[WidgetState] = (),
        *,
        form_id: str = "",
        is_auto_rerun: bool = False,
        page_script_hash: str | None = None,
        page_name: str = "",
    ) -> None:
        """Ask for a run with what the widgets hold and whatever is `changed`, be it true or forged."""
        message = BackMsg()
        rerun = message.rerun_script
        rerun.fragment_id, rerun.is_auto_rerun, rerun.page_name = fragment_id, is_auto_rerun, page_name
        rerun.page_script_hash = self.screen.page_hash if page_script_hash is None else page_script_hash
        rerun.query_string = self.screen.query
        rerun.widget_states.widgets.extend([*changed, *self.screen.values(form_id)])
        rerun.cached_message_hashes.extend(self.screen.known)
        rerun.context_info.url, rerun.context_info.color_scheme = self.url, "light"
        self.send(message)

    def send(self, message: BackMsg) -> None:
        """Send any message."""
        self._socket.send(message.SerializeToString())

    def wait(
        self, seconds: float = TIMEOUT_SECONDS, reached: Callable[[Screen], bool] | None = None
    ) -> float:
        """Let time pass; with `reached`, until a run has ended after which the screen is so.

        Returns the seconds that passed. Raises `NotShownError` where the screen is not so in time.
        """
        start = time.monotonic()
        while (left := start + seconds - time.monotonic()) > 0:
            message = self._next(left)
            if message and _finished(message) and reached and reached(self.screen):
                return time.monotonic() - start
        if reached:
            raise NotShownError(f"still shown after {seconds} s: {self.screen.texts}")
        return time.monotonic() - start

    def rerun(self) -> float:
        """Have the page drawn whole, as a reload does in the same session."""
        return self._run("")

    def _connect(self, session_id: str | None = None) -> ClientConnection:
        # Streamlit's client tells by "subprotocols" a token that nobody checks here, and the earlier session.
        known = ["PLACEHOLDER_AUTH_TOKEN", session_id] if session_id else []
        opening = connect(
            f"ws://{self._url.netloc}/_stcore/stream",
            subprotocols=[Subprotocol(name) for name in ("streamlit", *known)],
            max_size=None,
            compression=None,
            proxy=None,
            ping_interval=None,  # a browser sends none
            additional_headers={"Cookie": self.cookie} if self.cookie else None,
        )
        return self._connections.enter_context(opening)

    def _enter(self, *, page_name: str = "") -> None:
        self.send_rerun(page_name=page_name, page_script_hash="")
        self._finish("")

    def _run(self, fragment_id: str, changed: Sequence[WidgetState] = (), form_id: str = "") -> float:
        start = time.perf_counter()
        self.texts, self.deltas, self.messages = [], 0, 0
        self.send_rerun(fragment_id, changed, form_id=form_id)
        self._finish(fragment_id)
        return time.perf_counter() - start

    def _finish(self, fragment_id: str | None) -> None:
        """Until a run of this fragment, or of the page, has ended; of any fragment where this is None.

        What a callback asks to be drawn in place of the fragment counts too, looks by the clock do not.
        """
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while (left := deadline - time.monotonic()) > 0:
            message = self._next(left)
            if message and _finished(message):
                ran = message.metadata.run.fragment_ids
                is_look = set(ran) <= self._looks
                self._looks.difference_update(ran)
                if not ran or fragment_id is None or fragment_id in ran or not is_look:
                    return
        raise NotShownError(f"no run has ended; shown: {self.screen.texts}")

    def _next(self, seconds: float) -> ForwardMsg | None:
        """The next message, taken in, if one comes in time; runs the fragments whose time has come."""
        now = time.monotonic()
        for fragment_id in self.screen.due(now):
            self._looks.add(fragment_id)
            self.send_rerun(fragment_id, is_auto_rerun=True)
        soonest = min((timer.due - now for timer in self.screen.timers.values()), default=seconds)
        try:
            raw = self._socket.recv(max(0.0, min(seconds, soonest)), decode=False)
        except TimeoutError:
            return None
        if _TRACEBACK in raw:
            self.screen.problems.append("a traceback")
        message: ForwardMsg = ForwardMsg.FromString(raw)
        self.screen.take_in(message)
        self.deltas += message.WhichOneof("type") == "delta"
        self.messages += 1
        if message.delta.new_element.WhichOneof("type") in ("markdown", "heading"):
            element = message.delta.new_element
            self.texts.append(element.markdown.body or element.heading.body)
        return message


def _pressed(widget_id: str) -> WidgetState:
    return WidgetState(id=widget_id, trigger_value=True)


def _finished(message: ForwardMsg) -> bool:
    return message.WhichOneof("type") == "script_finished" and message.script_finished in FINISHED
