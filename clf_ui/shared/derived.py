"""What follows from the judgements: parts of a page that every judgement draws again.

A part says of itself that it does, so that nobody keeps a list of what a judgement affects. The part of an
indicator is drawn again with them where somebody else has changed its record since this tab showed it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from clf_model import ClfError, Indicator

from .. import state
from .errors import fragment
from .loaders import st_stored

DERIVED = "derived"
"""Among the fragments that a callback draws again, all those on the page that follow from the judgements."""

Given = ParamSpec("Given")


def derived(
    key: str, *, run_every: float | None = None
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Make a function a fragment of this key that is drawn again after every judgement."""

    def decorate(part: Callable[Given, None]) -> Callable[Given, None]:
        drawn_alone = fragment(key=key, run_every=run_every)(part)

        def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            state.derived_parts.put(key, True)
            drawn_alone(*args, **kwargs)

        return drawn

    return decorate


def record_part(assessment_id: int, indicator: Indicator, draw: Callable[[Indicator, str], None]) -> None:
    """Draw what shows an indicator's record as a fragment, of which `draw` is told the key."""
    key = state.key("indicator-part", indicator.id)
    state.record_parts.put((assessment_id, indicator.id), key)
    fragment(key=key)(draw)(indicator, key)


def begin_page() -> None:
    """Before a page is drawn whole: nothing of it is on the screen yet."""
    state.derived_parts.all().clear()
    state.record_parts.all().clear()


def fragments(affected: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the fragments to draw again, with those on the page for `DERIVED`."""
    if DERIVED not in affected:
        return affected
    others = (key for key in affected if key != DERIVED)
    return tuple(dict.fromkeys((*state.derived_parts.all(), *_changed_elsewhere(), *others)))


def _changed_elsewhere() -> list[str]:
    """The parts whose record is not the one that this tab last showed: somebody else has changed it."""
    parts = state.record_parts.all()
    try:
        now = {id_: st_stored(id_).assessment for id_ in {id_ for id_, _ in parts}}
    except ClfError:
        return []  # deleted meanwhile, or the database is away: the other parts are drawn, and say so
    return [
        part
        for place, part in parts.items()
        if now[place[0]].record(place[1]) != state.shown_records.get(place)
    ]
