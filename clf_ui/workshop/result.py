"""What a workshop found, for its facilitator and for the wall: stages before it and after it."""

from __future__ import annotations

import streamlit as st

from clf_model import Action, CapabilityResult, Indicator, Profile, deciding_blockers, names, stage_name
from clf_model.explanation import nothing_applies
from clf_model.voices import Outcome, Written, outcome
from clf_reports import (
    Series,
    chart_svg,
    radar_alt,
    radar_chart,
    reached_series,
    steps_alt,
    steps_chart,
)
from clf_store import Event, Phase

from ..shared.charts import mode, radar, steps
from ..shared.loaders import Room, st_store
from ..shared.view import View

_ON_A_WALL = (400, 340)  # pixels, before it is enlarged
_FEWEST_SPOKES = 3  # a radar of fewer encloses nothing
TAKEN_ON_SHOWN = 3  # on a wall
FEW = 3  # of so many capabilities a wall has room for more words
_NAMED_OF_FEW, _NAMED_OF_MANY = 3, 1


def result_of(view: View, room: Room) -> Outcome:
    """What came of a workshop, as the assessment is now."""
    event = _event(view, room)
    written = Written(event.before, event.after) if event else None
    return outcome(view.framework, view.assessment, room.decisions, written, view.rules)


def _event(view: View, room: Room) -> Event | None:
    """The change that closing made, from the log."""
    wanted = room.workshop.event_id
    if wanted is None:
        return None
    found = st_store().events(view.info.id, limit=1, before=wanted + 1)
    return next((event for event in found if event.id == wanted), None)


def taken(room: Room) -> list[str]:
    """The capabilities that people judged in the workshop; of the others it says nothing."""
    return [topic.capability_id for topic in room.workshop.topics if topic.phase is not Phase.WAITING]


def not_taken(view: View, room: Room) -> list[str]:
    """The names of those that were planned, and that nobody came to."""
    ids = [topic.capability_id for topic in room.workshop.topics if topic.phase is Phase.WAITING]
    return [view.framework.capability(id_).short_name for id_ in ids]


def result_chart(room: Room, result: Outcome, height: int) -> None:
    """The capabilities of the workshop as a radar before and after, of two or fewer as steps."""
    after, before = _both(room, result)
    if len(after.capabilities) >= _FEWEST_SPOKES:
        radar(after.framework, _series(after, before), key="outcome-radar", height=height)
    elif after.capabilities:
        steps(after, key="outcome-steps")


def result_picture(room: Room, result: Outcome) -> None:
    """The same as a picture, whose words grow with it."""
    after, before = _both(room, result)
    if len(after.capabilities) >= _FEWEST_SPOKES:
        series = _series(after, before)
        chart, alt = (
            radar_chart(after.framework, series, mode(), _ON_A_WALL),
            radar_alt(after.framework, series),
        )
    elif after.capabilities:
        chart, alt = steps_chart(after, mode(), _ON_A_WALL[0]), steps_alt(after)
    else:
        return
    st.image(chart_svg(chart), width="stretch", alt=alt)


def _both(room: Room, result: Outcome) -> tuple[Profile, Profile]:
    ids = taken(room)
    return result.after.only(ids), result.before.only(ids)


def _series(after: Profile, before: Profile) -> list[Series]:
    return [reached_series(after, "After"), reached_series(before, "Before", "earlier")]


def moves(room: Room, result: Outcome) -> list[tuple[CapabilityResult, str, str]]:
    """Of each capability of the workshop: its result, its stage before and after, and what holds it back.

    The words are plain text: "Engaged → Established", "Held before Accomplished by 1.3.O2 “builds…”".
    """
    after, before = _both(room, result)
    most = _NAMED_OF_FEW if len(after.capabilities) <= FEW else _NAMED_OF_MANY
    found = []
    for now, was in zip(after.capabilities, before.capabilities, strict=True):
        moved = now.reached_index != was.reached_index
        same = "as before" if was.discussed else "judged for the first time"
        stages = f"{stage_name(was)} → {stage_name(now)}" if moved else f"{stage_name(now)}, {same}"
        found.append((now, stages, _held(now, most)))
    return found


def held_by(room: Room, result: Outcome) -> list[tuple[CapabilityResult, Indicator]]:
    """The indicators that hold the capabilities of the workshop back, each with its capability's result."""
    after, _ = _both(room, result)
    return [(one, indicator) for one in after.capabilities for indicator in deciding_blockers(one)]


def taken_on(view: View, room: Room) -> list[Action]:
    """What is in the action plan, and still open, for what holds the capabilities of the workshop back."""
    wanted = {indicator.id for _, indicator in held_by(room, result_of(view, room))}
    return [one for one in view.assessment.actions.values() if one.status.is_open and wanted & {*one.covers}]


def _held(result: CapabilityResult, most: int) -> str:
    following = result.next
    if following is None:
        return "Every stage is addressed"
    if not following.reachable:
        return f"Before {following.stage.name}: {nothing_applies(following)}"
    deciding = deciding_blockers(result)
    missing = following.total(lambda c: c.missing)
    some = f"{missing} of " if missing < len(deciding) else ""
    return f"Held before {following.stage.name} by {some}{names(deciding, most)}"
