"""A room full of phones: fragments that run by the clock out of step, pages drawn one after the other."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from .. import state

LOOK = 1.4  # seconds between two looks at a room; with the spread below 2
PATIENCE = 10.0  # seconds after which a page no longer waits for its turn
_SPREAD = 0.3  # a tab asks up to this share later than another
_turn = threading.Lock()


def every(seconds: float) -> float:
    """About so many seconds, always the same for one tab: another interval would build the fragment anew."""
    share = zlib.crc32(state.tab_token().encode()) / 2**32
    return round(seconds * (1 + _SPREAD * share), 2)


@contextmanager
def in_turn() -> Iterator[None]:
    """Draw a page without a menu when it is its turn.

    Python computes one at a time anyway; a hundred that are drawn in pieces all take longer. A page that
    waits for the database keeps its turn, but holds up no other for longer than `PATIENCE`.
    """
    has_turn = _turn.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if has_turn:
            _turn.release()
