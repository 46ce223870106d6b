"""The keys of a facilitator's fields."""

from __future__ import annotations

from collections.abc import Callable

from .. import state

FieldName = Callable[[str], str]


def field(part: str, *of: object) -> str:
    """The key of a facilitator's field."""
    return state.key("facilitate", part, *of)
