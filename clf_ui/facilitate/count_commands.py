"""Counts from paper or raised hands, as callbacks and before what goes on to the next thing."""

from __future__ import annotations

from dataclasses import dataclass

from clf_model import NAMED, join
from clf_model.voices import VoicesError, check_sheets
from clf_store import CountEdit, Topic

from .. import state
from ..shared.callbacks import told
from ..shared.loaders import st_room, st_store
from ..shared.naming import name_of, names_of
from ..wording import counted
from ..workshop.room_status import leader
from . import paper_counts


@told
def enter_counts(workshop_id: int, topic: Topic) -> None:
    """Counts from paper or raised hands, as far as they were typed."""
    saved = enter_typed(workshop_id, topic)
    if not saved:
        state.notify("Nothing new was typed: every count is saved.")
    elif not saved.left:
        state.notify(saved.words)


@dataclass(frozen=True, slots=True)
class _Saved:
    """What was saved of a table, in words, and what another leader has corrected meanwhile."""

    words: str
    left: tuple[str, ...]


def enter_typed(workshop_id: int, topic: Topic) -> _Saved | None:
    """Save what was typed into the table of a round, all or none; None where nothing was.

    Raises `VoicesError` where a cell holds no count, or a row more answers than there are sheets.
    """
    counts, problems = paper_counts.typed_counts(workshop_id, topic)
    if problems:
        raise VoicesError(f"Not saved: {' '.join(problems)}")
    pile = {
        id_: CountEdit(seen, typed)
        for id_, typed in counts.items()
        if typed != (seen := paper_counts.seen_counts(workshop_id, topic, id_))
    }
    if not pile:
        return None
    framework = st_room(workshop_id).framework
    sheets: int | None = state.value(paper_counts.sheets_key(workshop_id, topic))
    over = check_sheets({id_: edit.new for id_, edit in pile.items()}, sheets).over
    if over:
        raise VoicesError(paper_counts.too_many(framework, over, sheets or 0))
    left = st_store().workshops.enter_pile(workshop_id, leader(workshop_id), topic.round, pile)
    paper_counts.start_anew(workshop_id, topic)
    if left:
        state.notify(
            f"Another who leads has corrected {names_of(framework, left)} meanwhile; that stays. "
            "Count anew if wrong.",
            is_problem=True,
        )
    votes = {id_: counted(edit.new.voted, "vote") for id_, edit in pile.items() if id_ not in left}
    saved = [f"{number} for {name_of(framework, id_)}" for id_, number in votes.items()]
    words = join(saved) if len(saved) <= NAMED else f"counts of {counted(len(saved), 'indicator')}"
    return _Saved(f"{words} saved", left)


def enter_unsaved(workshop_id: int, capability_id: str) -> None:
    """Counts that were typed and not saved are not lost by what goes on to the next thing."""
    topic = st_room(workshop_id).workshop.topic(capability_id)
    try:
        saved = enter_typed(workshop_id, topic) if topic else None
    except VoicesError as error:
        raise VoicesError(
            f"Nothing was done, because counts are typed that cannot be saved: {error} They are under “Count "
            "paper or raised hands”."
        ) from error
    if saved and not saved.left:
        state.notify(f"What was typed is saved: {saved.words.removesuffix(' saved')}")
