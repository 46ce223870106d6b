"""How the process keeps the memory that it has been given."""

from __future__ import annotations

import ctypes
import sys

POOLS = 2
_M_ARENA_MAX = -8  # of glibc's malloc.h


def keep_few_pools() -> None:
    """Have all threads share a few pools of memory; call it before there are threads.

    glibc makes up to eight for each core, and each keeps what a page once took from it: a room of phones,
    each drawn by a thread of its own, would hold the memory of pages long drawn. As Python runs one thread
    at a time, they hardly wait for each other's pool. Other C libraries have no such setting.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt:
            mallopt(_M_ARENA_MAX, POOLS)
