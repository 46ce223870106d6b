"""What is typed about an indicator and not saved: it waits in its fields, and is said where one goes on."""

from __future__ import annotations

from clf_model import join, known, names
from clf_model.voices import Decision

from .. import state
from ..shared.loaders import Room, st_room
from .fields import field

TEXTS = frozenset({"reason", "dissent"})
"""What takes the place of what was decided; evidence is added to it."""
_WORDS = {"reason": "reason", "dissent": "dissent", "note": "evidence", "source": "source"}


def unsaved(room: Room) -> dict[str, tuple[str, ...]]:
    """By indicator, in the workshop's order: what of it is typed and not saved."""
    decided = {one.indicator_id: one for one in room.decisions}
    found = {
        id_: typed(room.workshop.id, id_, decided.get(id_))
        for topic in room.workshop.topics
        for id_ in topic.indicators
    }
    return {id_: parts for id_, parts in found.items() if parts}


def typed(workshop_id: int, indicator_id: str, decision: Decision | None) -> tuple[str, ...]:
    """What is typed about an indicator otherwise than decided, in words."""
    saved = {"reason": decision.reason, "dissent": decision.dissent} if decision else {}

    def differs(part: str) -> bool:
        text: str = (state.value(field(part, workshop_id, indicator_id)) or "").strip()
        return bool(text) and text != (saved.get(part) or "").strip()

    return tuple(word for part, word in _WORDS.items() if differs(part))


def show_again(workshop_id: int, indicator_id: str) -> None:
    """Before the fields are drawn on return from another page, where a browser shows nothing by itself."""
    for part in (*_WORDS, "voice"):
        name = field(part, workshop_id, indicator_id)
        if held := state.value(name):
            state.put_anew(name, held)


def in_words(room: Room) -> str:
    """What waits and where, in a sentence; nothing where nothing does."""
    found = unsaved(room)
    if not found:
        return ""
    parts = join(list(dict.fromkeys(part for parts in found.values() for part in parts)))
    return f"Typed and not saved: {parts} for {names(known(room.framework, found))}."


def say(workshop_id: int) -> None:
    """Beside what was done: what is typed waits where it was typed."""
    words = in_words(st_room(workshop_id))
    if words:
        done = state.notice()
        before = f"{done.text}. " if done and not done.is_problem else ""
        state.notify(f"{before}{words} It waits there.", is_problem=True)
