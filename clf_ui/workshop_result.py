"""What a workshop found, for its facilitator and for the wall: stages before it and after it."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from clf_model import CapabilityResult, Profile, held_back_by, stage_name
from clf_model.voices import Outcome, Written, outcome
from clf_reports import Series, chart_svg, radar_alt, radar_chart, reached_series
from clf_store import Event

from .charts import mode, radar
from .loaders import Room, st_store
from .naming import linked
from .view import View
from .wording import plain

_ON_A_WALL = (400, 340)  # pixels, before it is enlarged


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


def result_radar(view: View, result: Outcome, height: int) -> None:
    """Both profiles in one radar, so many pixels high."""
    radar(view, _series(result), key="outcome-radar", height=height)


def result_picture(view: View, result: Outcome) -> None:
    """The same as a picture, whose words grow with it."""
    series = _series(result)
    st.image(
        chart_svg(radar_chart(view.framework, series, mode(), _ON_A_WALL)),
        width="stretch",
        alt=radar_alt(view.framework, series),
    )


def _series(result: Outcome) -> list[Series]:
    return [reached_series(result.after, "After"), reached_series(result.before, "Before", "earlier")]


def taken(room: Room, found: Profile) -> list[CapabilityResult]:
    """The capabilities that the workshop was about; of the others it says nothing."""
    return [one for one in found.capabilities if room.workshop.topic(one.capability.id)]


def result_table(view: View, room: Room, result: Outcome, *, ways: bool = True) -> None:
    """The capabilities of the workshop as a table; with ways to the Checklist, or for a wall without."""
    before, after = taken(room, result.before), taken(room, result.after)
    shown = partial(linked, view) if ways else plain
    frame = pd.DataFrame(
        {
            "Capability": [plain(one.capability.short_name) for one in after],
            "Before": [plain(stage_name(one)) for one in before],
            "After": [plain(stage_name(one)) for one in after],
            "Held back by": [shown(held_back_by(one)) or "–" for one in after],
        }
    )
    st.table(
        frame,
        border="horizontal",
        hide_index=True,
        alt="Stages before and after the workshop, and what keeps the next one away",
    )
