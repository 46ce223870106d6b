"""Fragments that run by the clock, out of step: a room full of phones must not ask at once."""

from __future__ import annotations

import zlib

from . import state

LOOK = 1.4  # seconds between two looks at a room; with the spread below 2
_SPREAD = 0.3  # a tab asks up to this share later than another


def every(seconds: float) -> float:
    """About so many seconds, always the same for one tab: another interval would build the fragment anew."""
    share = zlib.crc32(state.tab_token().encode()) / 2**32
    return round(seconds * (1 + _SPREAD * share), 2)
