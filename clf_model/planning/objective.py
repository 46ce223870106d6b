"""What a plan within a budget is to reach."""

from __future__ import annotations

from enum import StrEnum


class Objective(StrEnum):
    """Which of two plans is the better one: more stages gained, or a higher lowest stage."""

    TOTAL = "total"
    WEAKEST_FIRST = "weakest_first"
