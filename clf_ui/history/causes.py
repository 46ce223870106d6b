"""Why a judgement is another one now: the step of the log that changed it, and what evidence came with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from clf_model import Assessment
from clf_store import Event, EventKind, Workshop

from ..clock import day_here
from ..loaders import st_store, st_stored
from ..wording import counted, long_date
from .moments import Pair


@dataclass(frozen=True, slots=True)
class Cause:
    """When a judgement was changed last, and in which workshop, where it was in one."""

    at: datetime
    workshop: Workshop | None


def causes(pair: Pair, indicator_ids: Iterable[str]) -> Mapping[str, Cause]:
    """The last step that gave each of these indicators its later judgement, by id.

    Looked for in the log of the later assessment and of those that it was copied from, back to the earlier
    one. One that came with an assessment as it was entered has no step, and is left out.
    """
    wanted, found = set(indicator_ids), {}
    for assessment_id in _line(pair):
        workshops = {one.event_id: one for one in st_store().workshops.of_assessment(assessment_id)}
        for event in st_store().events(assessment_id):
            if event.kind in (EventKind.CREATED, EventKind.COPIED):
                continue
            for id_ in sorted(wanted & event.after.keys()):
                if _gave(event, id_, pair.later.assessment):
                    found[id_] = Cause(event.at, workshops.get(event.id))
                    wanted.discard(id_)
    return found


def _line(pair: Pair) -> list[int]:
    """The later assessment and what it was copied from, without the earlier one."""
    line: list[int] = []
    next_id: int | None = pair.later.info.id
    while next_id is not None and next_id != pair.earlier.info.id and next_id not in line:
        line.append(next_id)
        next_id = _copied_from(next_id)
    return line


def _copied_from(assessment_id: int) -> int | None:
    copied = st_stored(assessment_id).info.copied_from
    listed = copied is not None and any(
        info.id == copied for info in st_store().assessments(st_stored(assessment_id).info.framework_id)
    )
    return copied if listed else None


def _gave(event: Event, indicator_id: str, later: Assessment) -> bool:
    before, after = event.before[indicator_id].judgement, event.after[indicator_id].judgement
    return before is not after and after is later.judgement(indicator_id)


def said(pair: Pair, indicator_id: str, cause: Cause | None) -> str:
    """The cause in a few words: where, when, how much evidence is new; "" where nothing is known."""
    parts = []
    if cause:
        day = long_date(day_here(cause.at))
        parts.append(f"workshop “{cause.workshop.title}”, {day}" if cause.workshop else f"judged {day}")
    earlier = pair.earlier.assessment.record(indicator_id).evidence
    new = [one for one in pair.later.assessment.record(indicator_id).evidence if one not in earlier]
    if new:
        parts.append(f"{counted(len(new), 'new piece', 'new pieces')} of evidence")
    return ", ".join(parts)
