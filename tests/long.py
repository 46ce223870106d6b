"""How often a test of endurance does what it does: a few times in `make test`, often in `make endurance`."""

from __future__ import annotations

import os

IS_LONG = bool(os.environ.get("CLF_ENDURANCE"))


def times(often: int, *, short: int) -> int:
    """`often` where endurance is asked for, else `short`."""
    return often if IS_LONG else short
