"""What follows from the judgements: parts of a page that a judgement draws again where they look different.

A part says of itself that it follows, so that nobody keeps a list of what a judgement affects; and it may say
how it looks, so that it is left alone where a judgement changes nothing on it. The part of an indicator is
drawn again with them where somebody else has changed its record since this tab showed it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import ParamSpec

from clf_model import ClfError, Indicator

from .. import state
from .errors import fragment
from .loaders import st_stored

DERIVED = "derived"
"""Among the fragments that a callback draws again, all those on the page that follow from the judgements."""

Given = ParamSpec("Given")


def derived(
    key: str, *, looks: Callable[..., object] | None = None, run_every: float | None = None
) -> Callable[[Callable[Given, None]], Callable[Given, None]]:
    """Make a function a fragment of this key that a judgement draws again.

    `looks` is given the same arguments and says all that the part would show; where that is what it shows
    already, it is not drawn again.
    """

    def decorate(part: Callable[Given, None]) -> Callable[Given, None]:
        @wraps(part)
        def drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            look = partial(looks, *args, **kwargs) if looks else None
            _draw(key, partial(part, *args, **kwargs), look, follows=True)

        drawn_alone = fragment(key=key, run_every=run_every)(drawn)

        @wraps(part)
        def first_drawn(*args: Given.args, **kwargs: Given.kwargs) -> None:
            state.parts.put(key, state.Part(follows=True, looks=None))  # keeps its place among the parts
            drawn_alone(*args, **kwargs)

        return first_drawn

    return decorate


def record_part(
    assessment_id: int,
    indicator: Indicator,
    draw: Callable[[Indicator, str], None],
    looks: Callable[[Indicator], object],
) -> None:
    """Draw what shows an indicator's record as a fragment, of which `draw` is told the key.

    `looks` says all that it would show, and whether the browser shows by itself what was pressed on it.
    """
    key = state.key("indicator-part", indicator.id)
    state.record_parts.put((assessment_id, indicator.id), key)

    @wraps(draw)
    def drawn(item: Indicator) -> None:
        _draw(key, partial(draw, item, key), partial(looks, item), follows=False)

    fragment(key=key)(drawn)(indicator)


def _draw(key: str, draw: Callable[[], None], looks: Callable[[], object] | None, *, follows: bool) -> None:
    part = state.Part(follows, looks)
    state.parts.put(key, part)
    draw()
    part.shown = looks() if looks else None  # only now: what was not drawn to its end is drawn again


def begin_page() -> None:
    """Before a page is drawn whole: nothing of it is on the screen yet."""
    state.parts.all().clear()
    state.record_parts.all().clear()


def fragments(affected: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the fragments to draw again, with those on the page for `DERIVED`."""
    if DERIVED not in affected:
        return affected
    following = [key for key, part in state.parts.all().items() if part.follows]
    others = [key for key in affected if key != DERIVED]
    wanted = [key for key in (*following, *others) if _has_moved(key)]
    return tuple(dict.fromkeys((*wanted, *_changed_elsewhere())))


def _has_moved(key: str) -> bool:
    """Whether a part looks different from what is on the screen, or may do so."""
    part = state.parts.get(key)
    if part is None or part.looks is None or part.shown is None:
        return True
    try:
        return part.looks() != part.shown
    except ClfError:
        return True  # deleted meanwhile, or the database is away: it is drawn, and says so


def _changed_elsewhere() -> list[str]:
    """The parts whose record is not the one that this tab last showed: somebody else has changed it."""
    parts = state.record_parts.all()
    try:
        now = {id_: st_stored(id_).assessment for id_ in {id_ for id_, _ in parts}}
    except ClfError:
        return []  # the same; the other parts are drawn
    return [
        part
        for place, part in parts.items()
        if now[place[0]].record(place[1]) != state.shown_records.get(place)
    ]
