"""A client that does on a Streamlit server what a browser does, without drawing anything."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol

_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_TIMEOUT_SECONDS = 60


class Session:
    """One tab on a page: knows its widgets, and runs the page's script by changing one of them."""

    def __init__(self, url: str, *, cookie: str | None = None) -> None:
        self._url = urlsplit(url)
        self._socket = connect(
            f"ws://{self._url.netloc}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            proxy=None,
            additional_headers={"Cookie": cookie} if cookie else None,
        )
        self._page_hash = ""
        self._states: dict[str, WidgetState] = {}
        self._groups: dict[str, tuple[str, str]] = {}  # label: widget id, fragment id
        self._buttons: dict[str, tuple[str, str]] = {}  # label: widget id, fragment id
        self.texts: list[str] = []
        first = BackMsg()
        first.rerun_script.page_name = self._url.path.strip("/")
        self._run(first)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def choose(self, label_start: str, segment: str) -> float:
        """Choose a segment of the control whose label starts so; seconds until the server has finished.

        `texts` then holds the Markdown and headings that the server sent for it.
        """
        label = next(label for label in self._groups if label.startswith(label_start))
        widget_id, fragment_id = self._groups[label]
        self._states[widget_id].string_array_value.data[:] = [segment]
        message = BackMsg()
        message.rerun_script.fragment_id = fragment_id
        message.rerun_script.page_script_hash = self._page_hash
        return self._run(message)

    def press(self, label: str) -> float:
        """Press a button; seconds until the server has finished."""
        widget_id, fragment_id = self._buttons[label]
        message = BackMsg()
        pressed = message.rerun_script.widget_states.widgets.add()
        pressed.id, pressed.trigger_value = widget_id, True
        message.rerun_script.fragment_id = fragment_id
        message.rerun_script.page_script_hash = self._page_hash
        return self._run(message)

    def _run(self, message: BackMsg) -> float:
        rerun = message.rerun_script
        rerun.query_string = self._url.query
        rerun.widget_states.widgets.extend(self._states.values())
        rerun.context_info.url = self._url.geturl()
        rerun.context_info.color_scheme = "light"
        received: list[ForwardMsg] = []
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(self._socket.recv(_TIMEOUT_SECONDS, decode=False))
            received.append(answer)
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in _DONE:
                break
        seconds = time.perf_counter() - start
        self._take_in(received)
        return seconds

    def _take_in(self, received: list[ForwardMsg]) -> None:
        self.texts = []
        for message in received:
            if message.WhichOneof("type") == "new_session":
                self._page_hash = message.new_session.page_script_hash
            elif message.WhichOneof("type") == "delta":
                self._take_in_element(message.delta)

    def _take_in_element(self, delta: Delta) -> None:
        element = delta.new_element
        match element.WhichOneof("type"):
            case "exception":
                raise AssertionError(f"The page failed: {element.exception.message}")
            case "markdown":
                self.texts.append(element.markdown.body)
            case "heading":
                self.texts.append(element.heading.body)
            case "selectbox":
                box = element.selectbox
                chosen = box.raw_value if box.set_value else box.options[box.default]
                self._states[box.id] = WidgetState(id=box.id, string_value=chosen)
            case "button":
                self._buttons[element.button.label] = element.button.id, delta.fragment_id
            case "button_group":
                group = element.button_group
                self._groups[group.label] = group.id, delta.fragment_id
                if group.set_value or group.id not in self._states:
                    state = WidgetState(id=group.id)
                    state.string_array_value.data[:] = _shown(group)
                    self._states[group.id] = state


def _shown(group: ButtonGroup) -> list[str]:
    if group.set_value:
        return list(group.raw_values)
    return [group.options[place].content for place in group.default]
