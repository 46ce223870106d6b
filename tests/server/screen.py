"""What a browser has of a Streamlit page: elements in their places, widgets with their values, and timers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.AutoRerun_pb2 import AutoRerun
from streamlit.proto.Button_pb2 import Button
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
_PROBLEMS = {Alert.ERROR: "error", Alert.WARNING: "warning"}


@dataclass(frozen=True, slots=True)
class Shown:
    """An element, the fragment that drew it ("" for the page itself), and in which run."""

    element: Element
    fragment_id: str
    run_id: str

    @property
    def text(self) -> str:
        """What it says, where it is there to say something."""
        element = self.element
        match element.WhichOneof("type"):
            case "markdown" | "alert" as kind:
                return str(getattr(element, kind).body)
            case "heading":
                return element.heading.body
            case "progress":
                return element.progress.text
            case "code":
                return element.code.code_text
        return ""


@dataclass(slots=True)
class Timer:
    """A fragment that asks to be run every so many seconds, and when next."""

    interval: float
    due: float


@dataclass(slots=True)
class Screen:
    """Takes in the server's messages, as Streamlit's own client does.

    `problems` keeps what should never be shown: exceptions, errors, warnings and pages that do not exist;
    `known` the messages that a browser could have kept and say so.
    """

    query: str = ""
    session_id: str = ""
    page_hash: str = ""
    timers: dict[str, Timer] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    _run_id: str = ""
    _shown: dict[tuple[int, ...], Shown] = field(default_factory=dict)
    _values: dict[str, WidgetState] = field(default_factory=dict)

    def take_in(self, message: ForwardMsg) -> None:
        """Change what is on the screen as the message says."""
        run = message.metadata.run
        match message.WhichOneof("type"):
            case "new_session":
                self._run_id = run.script_run_id
                self.page_hash = message.new_session.page_script_hash
                self.session_id = message.new_session.initialize.session_id
                if not run.fragment_ids:
                    self.timers.clear()
            case "delta":
                self.known.add(message.hash)
                self._take_in_delta(message)
            case "ref_hash":
                self.problems.append("a message by reference, which a browser may have dropped")
            case "navigation":
                self.page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "auto_rerun":
                self._set_timer(message.auto_rerun)
            case "stop_auto_rerun":
                for fragment_id in message.stop_auto_rerun.fragment_ids:
                    self.timers.pop(fragment_id, None)
            case "page_not_found":
                self.problems.append(f"no page: {message.page_not_found.page_name}")
            case "script_finished" if message.script_finished in FINISHED:
                self._drop_stale(run.script_run_id, list(run.fragment_ids))

    @property
    def texts(self) -> list[str]:
        """Everything that is said, from top to bottom."""
        return [shown.text for _, shown in sorted(self._shown.items()) if shown.text]

    def content(self) -> list[tuple[tuple[int, ...], Element]]:
        """Every element in its place, without how a value that it shows came there."""
        return [(place, _as_seen(shown.element)) for place, shown in sorted(self._shown.items())]

    @property
    def buttons(self) -> dict[str, tuple[Button, str]]:
        """By its label every button on the screen with the fragment it is in."""
        return {
            shown.element.button.label: (shown.element.button, shown.fragment_id)
            for shown in self._shown.values()
            if shown.element.WhichOneof("type") == "button"
        }

    @property
    def shown(self) -> list[Shown]:
        """Every element, from top to bottom."""
        return [shown for _, shown in sorted(self._shown.items())]

    def link(self, label: str) -> str:
        """Where a button of this label leads. Raises `StopIteration` where there is none."""
        links = (s.element.link_button for s in self._shown.values() if s.element.HasField("link_button"))
        return next(one.url for one in links if one.label == label)

    def widget(self, label_start: str) -> Shown:
        """The widget whose label starts so. Raises `StopIteration` where there is none."""
        return next(
            shown for shown in self._widgets() if _widget_label(shown.element).startswith(label_start)
        )

    def value(self, shown: Shown) -> WidgetState:
        """What a widget holds, to be changed by whoever uses it."""
        return self._values[_widget_id(shown.element)]

    def values(self, form_id: str = "") -> list[WidgetState]:
        """What the widgets hold that are in no form, and those in this one."""
        kept = (shown.element for shown in self._widgets() if _form_id(shown.element) in ("", form_id))
        return [self._values[_widget_id(element)] for element in kept]

    def due(self, at: float) -> Iterator[str]:
        """The fragments whose timers have run out; each starts anew."""
        for fragment_id, timer in list(self.timers.items()):
            if timer.due <= at:
                timer.due = max(timer.due + timer.interval, at)
                yield fragment_id

    def _take_in_delta(self, message: ForwardMsg) -> None:
        delta, place = message.delta, tuple(message.metadata.delta_path)
        if delta.WhichOneof("type") != "new_element":
            self._shown.pop(place, None)
            return
        element = delta.new_element
        self._shown[place] = Shown(element, delta.fragment_id, self._run_id)
        match element.WhichOneof("type"):
            case "exception":
                self.problems.append(f"exception: {element.exception.type} {element.exception.message}")
            case "alert" if element.alert.format in _PROBLEMS:
                self.problems.append(f"{_PROBLEMS[element.alert.format]}: {element.alert.body}")
        id_ = _widget_id(element)
        if id_ and (id_ not in self._values or _is_set(element)):
            self._values[id_] = _held(element)

    def _set_timer(self, wanted: AutoRerun) -> None:
        timer = self.timers.get(wanted.fragment_id)
        if timer is None or timer.interval != wanted.interval:
            self.timers[wanted.fragment_id] = Timer(wanted.interval, time.monotonic() + wanted.interval)

    def _drop_stale(self, run_id: str, fragment_ids: list[str]) -> None:
        """After a run: what it should have drawn again and did not is gone."""
        for place, shown in list(self._shown.items()):
            if shown.run_id != run_id and (not fragment_ids or shown.fragment_id in fragment_ids):
                del self._shown[place]
        left = {_widget_id(shown.element) for shown in self._shown.values()}
        for id_ in self._values.keys() - left:
            del self._values[id_]

    def _widgets(self) -> Iterator[Shown]:
        return (shown for shown in self._shown.values() if _widget_id(shown.element))


_WITH_VALUE = ("button_group", "radio", "selectbox", "text_input", "text_area", "checkbox", "number_input")


def _as_seen(element: Element) -> Element:
    seen = Element()
    seen.CopyFrom(element)
    seen.ClearField("has_one_shot_effect")
    kind = element.WhichOneof("type") or ""
    if kind in _WITH_VALUE:
        for field_name in ("set_value", "raw_value", "raw_values", "value", "default"):
            if field_name in getattr(seen, kind).DESCRIPTOR.fields_by_name:
                getattr(seen, kind).ClearField(field_name)
    return seen


def _widget_id(element: Element) -> str:
    kind = element.WhichOneof("type")
    return str(getattr(element, kind).id) if kind in _WITH_VALUE else ""


def _widget_label(element: Element) -> str:
    return str(getattr(element, element.WhichOneof("type") or "").label)


def _form_id(element: Element) -> str:
    return str(getattr(element, element.WhichOneof("type") or "").form_id)


def _is_set(element: Element) -> bool:
    return bool(getattr(element, element.WhichOneof("type") or "").set_value)


def _held(element: Element) -> WidgetState:
    """What a widget holds when it is drawn: its default, or what the server has set."""
    state = WidgetState(id=_widget_id(element))
    match element.WhichOneof("type"):
        case "button_group":
            group = element.button_group
            chosen = (
                group.raw_values if group.set_value else [group.options[i].content for i in group.default]
            )
            state.string_array_value.data[:] = chosen
        case "radio" | "selectbox" as kind:
            box = getattr(element, kind)
            if box.set_value:
                state.string_value = box.raw_value
            elif box.HasField("default"):
                state.string_value = box.options[box.default]
        case "text_input" | "text_area" as kind:
            field_ = getattr(element, kind)
            state.string_value = field_.value if field_.set_value else field_.default
        case "checkbox":
            box_ = element.checkbox
            state.bool_value = box_.value if box_.set_value else box_.default
        case "number_input":
            number = element.number_input
            state.double_value = number.value if number.set_value else number.default
    return state
