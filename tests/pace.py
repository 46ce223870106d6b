"""Whether computing took too long, on a machine that may be busy just now."""

from __future__ import annotations

import time

WORK = 1_000_000  # numbers that are added up
ON_A_QUIET_MACHINE = 0.04  # seconds that they take, or less


def is_quick(seconds: float, *, at_most: float) -> bool:
    """Whether what took `seconds` of computing would take no longer than `at_most` on a quiet machine.

    Only where it took longer, how busy the machine is now is measured by a fixed piece of work.
    """
    if seconds <= at_most:
        return True
    start = time.process_time()
    sum(number for number in range(WORK))
    return seconds <= at_most * max(1.0, (time.process_time() - start) / ON_A_QUIET_MACHINE)
