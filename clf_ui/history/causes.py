"""Why a judgement is another one now: the step of the log that changed it, and what evidence came with it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from clf_model import Assessment, Judgement
from clf_store import AssessmentInfo, Event, EventKind, NotFoundError, Workshop

from ..assessments.across_editions import ids_in
from ..clock import day_here
from ..shared.loaders import log_of, st_store
from ..shared.view import View
from ..wording import counted, long_date
from .moments import Pair


@dataclass(frozen=True, slots=True)
class Cause:
    """When a judgement was changed last, and in which workshop, where it was in one."""

    at: datetime
    workshop: Workshop | None


def causes(view: View, pair: Pair, judged: Mapping[str, Judgement | None]) -> Mapping[str, Cause]:
    """The last step that gave each of these indicators its later judgement, by the id in view.

    Looked for in the log of the later assessment and of those that it was copied from, back to the earlier
    one, under the id that the text had in the edition of then. One that came with an assessment as it was
    entered has no step, and is left out.
    """
    wanted = dict(judged)
    found: dict[str, Cause] = {}
    for info in _line(pair):
        workshops = {one.event_id: one for one in st_store().workshops.of_assessment(info.id)}
        then = ids_in(view, info.framework_digest)
        for event in log_of(info.id):
            if not wanted:
                return found
            if event.editions:
                then = ids_in(view, event.editions.before.digest)
            elif event.kind not in (EventKind.CREATED, EventKind.COPIED):
                gave = [id_ for id_, later in wanted.items() if _gave(event, then.get(id_), later)]
                found |= dict.fromkeys(gave, Cause(event.at, workshops.get(event.id)))
                wanted = {id_: later for id_, later in wanted.items() if id_ not in found}
    return found


def _line(pair: Pair) -> list[AssessmentInfo]:
    """The later assessment and what it was copied from, without the earlier one."""
    line: list[AssessmentInfo] = []
    following: int | None = pair.later.info.id
    with suppress(NotFoundError):  # one that is deleted ends the line
        while following and following not in (pair.earlier.info.id, *(info.id for info in line)):
            line.append(st_store().info(following))
            following = line[-1].copied_from
    return line


def _gave(event: Event, indicator_id: str | None, later: Judgement | None) -> bool:
    if indicator_id is None or indicator_id not in event.after:
        return False
    before, after = event.before[indicator_id].judgement, event.after[indicator_id].judgement
    return before is not after and after is later


def said(earlier: Assessment, later: Assessment, indicator_id: str, cause: Cause | None) -> str:
    """The cause in a few words: where, when, how much evidence is new; "" where nothing is known.

    Both assessments are read by one edition.
    """
    parts = []
    if cause:
        day = long_date(day_here(cause.at))
        parts.append(f"workshop “{cause.workshop.title}”, {day}" if cause.workshop else f"judged {day}")
    known = earlier.record(indicator_id).evidence
    new = [one for one in later.record(indicator_id).evidence if one not in known]
    if new:
        parts.append(f"{counted(len(new), 'new piece', 'new pieces')} of evidence")
    return ", ".join(parts)
