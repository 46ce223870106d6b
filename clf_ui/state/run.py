"""What the script run under way has read: the parts of a page that it draws show one state, read once.

A run is what Streamlit makes of one click, one tick of a clock or one visit: the callback with the parts that
are drawn then. The next run reads anew, so that what others change arrives with it; and within a run whatever
is written makes the next part read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from streamlit.runtime.scriptrunner import get_script_run_ctx

Content = TypeVar("Content")


@dataclass(slots=True)
class _Read:
    """What a run has read, as long as so much had been written."""

    run: object
    writes: int
    kept: dict[Hashable, Any] = field(default_factory=dict)
    goes_on: bool = False


_read: ContextVar[_Read | None] = ContextVar("_read", default=None)


def once_a_run(what: Hashable, read: Callable[[], Content], *, writes: int) -> Content:
    """What `read` gives, called once a run for each `what`; `writes` counts what was written until now.

    Where no run is under way, it is called each time.
    """
    kept = _kept(writes)
    if kept is None:
        return read()
    if what not in kept:
        kept[what] = read()
    found: Content = kept[what]
    return found


def note_for_run(what: Hashable, content: object, *, writes: int) -> None:
    """This run knows that without reading."""
    kept = _kept(writes)
    if kept is not None:
        kept[what] = content


def keep_read() -> None:
    """This run ends by asking for parts to be drawn: the next run, which draws them, shows the same state."""
    found = _read.get()
    if found is not None:
        found.goes_on = True


def _kept(writes: int) -> dict[Hashable, Any] | None:
    # Streamlit makes a new coordinator for each run, and nothing else that lasts as long as one.
    run = getattr(get_script_run_ctx(suppress_warning=True), "parallel_coordinator", None)
    if run is None:
        return None
    found = _read.get()
    if found is not None and found.goes_on and found.run is not run:
        found.run, found.goes_on = run, False
    if found is None or found.run is not run or found.writes != writes:
        found = _Read(run, writes)
        _read.set(found)
    return found.kept
