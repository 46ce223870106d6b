"""What an event of the log changed, in words."""

from __future__ import annotations

from clf_model import NO_RECORD, Framework, join
from clf_model.text import titled
from clf_store import Event, EventKind

from ..wording import ACTION_WORDS, SHORT, judgement_word
from .loaders import st_edition
from .naming import name_of

CARRYING_OVER = "carrying over to another edition"


def moved(event: Event, framework: Framework) -> str:
    """What an event changed, in a few words; `framework` is the edition of its indicators."""
    if event.kind is EventKind.FINALISED or event.undoes_finalisation:
        return "finalising"
    if event.editions:
        return CARRYING_OVER
    if event.actions_after:
        return _moved_actions(event)
    if event.texts_after:
        return "own words in the report"
    if len(event.after) != 1:
        return f"{len(event.after)} indicators"
    (indicator_id,) = event.after
    return _moved_record(event, framework, indicator_id)


def moved_in_full(event: Event, framework: Framework) -> str:
    """What an event changed, with every indicator by name; without carrying over, indicators or actions."""
    if event.editions:
        earlier = st_edition(event.editions.before.digest)
        named_by = {id_: framework if one == NO_RECORD else earlier for id_, one in event.before.items()}
        records = [_moved_record(event, by, id_) for id_, by in named_by.items()]
        return "; ".join([CARRYING_OVER, *records])
    if event.actions_after or event.texts_after or event.undoes_finalisation:
        return moved(event, framework)
    return "; ".join(_moved_record(event, framework, id_) for id_ in event.after)


def _moved_record(event: Event, framework: Framework, indicator_id: str) -> str:
    old, new = event.before[indicator_id], event.after[indicator_id]
    name = name_of(framework, indicator_id)
    if old.judgement is not new.judgement:
        return f"{name} {judgement_word(old.judgement)} → {judgement_word(new.judgement)}"
    if old.evidence != new.evidence:
        return f"{name}: evidence"
    return f"{name}: details"


def _moved_actions(event: Event) -> str:
    if len(event.actions_after) != 1:
        return f"{len(event.actions_after)} actions"
    ((id_, new),) = event.actions_after.items()
    old = event.actions_before[id_]
    if old is None or new is None:
        shown = new or old
        return (
            f"action {titled(shown.title if shown else id_, SHORT)} {'added' if old is None else 'removed'}"
        )
    if old.status is not new.status:
        return f"{titled(new.title, SHORT)} {old.status.label} → {new.status.label}"
    changed = [ACTION_WORDS[part] for part in ACTION_WORDS if getattr(old, part) != getattr(new, part)]
    return f"{join(changed)} of {titled(new.title, SHORT)}"
