"""How the services spread over the stages of each capability, where the lowest stand, and the one in view."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from clf_model import Framework
from clf_model.score import SideBySide, spread
from clf_store import Listed

from .. import state
from ..wording import counted, plain
from .chosen import Shown
from .heat import stage_words

HERE = "◆"


def where_they_stand(framework: Framework, shown: Shown) -> None:
    """A row for each stage, a column for each capability: how many stand there, and which is one's own."""
    services = shown.standing.services.of(shown.places)
    words = stage_words(framework)
    own = _in_view(shown)
    counts = [spread(services, place) for place in range(len(framework.capabilities))]
    rows = []
    for index in reversed(range(len(words))):
        cells = {"Stage": plain(words[index])}
        for place, capability in enumerate(framework.capabilities):
            here = own is not None and _stands(services, place, own) == index
            number = str(counts[place][index])
            cells[plain(capability.short_name)] = f"**{number} {HERE}**" if here else number
        rows.append(cells)
    discussed = {
        plain(c.short_name): f"{sum(counts[place])} of {len(shown)}"
        for place, c in enumerate(framework.capabilities)
    }
    rows.append({"Stage": "Discussed", **discussed})
    st.table(
        pd.DataFrame(rows),
        border="horizontal",
        hide_index=True,
        alt="How many services stand at each stage of each capability",
    )
    if own is not None:
        name = plain(shown.standing.names[shown.places[own]])
        st.caption(f"{HERE} where {name}, the service in view elsewhere, stands.")
    lines = [_lowest(framework, counts[place], place) for place in range(len(framework.capabilities))]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.caption(
        "Stages are counted, not averaged, and services are not ranked. A service that has not discussed any "
        "indicator of a capability is not counted there."
    )


def _in_view(shown: Shown) -> int | None:
    """Which of the services shown is the one that the other pages show."""
    chosen = state.value(state.ASSESSMENT)
    listed = shown.standing.many.listed
    own: Listed | None = next((one for one in listed if one.id == chosen), None)
    if own is None:
        return None
    found = [shown.standing.found[place].service_id for place in shown.places]
    return found.index(own.service_id) if own.service_id in found else None


def _stands(services: SideBySide, capability: int, service: int) -> int | None:
    """The stage of one service; None where the capability is not discussed there."""
    if not services.discussed[capability, service]:
        return None
    return int(services.reached[capability, service])


def _lowest(framework: Framework, counts: tuple[int, ...], place: int) -> str:
    """Where the lowest stand in a capability, and how many of how many those are."""
    name, every = framework.capabilities[place].short_name, sum(counts)
    if not every:
        return f"{name}: nobody has discussed it."
    index = next(index for index, number in enumerate(counts) if number)
    stage = stage_words(framework)[index]
    if counts[index] == every:
        return f"{name}: all {every} stand at {stage}."
    return f"{name}: the lowest stand at {stage}, {counts[index]} of {counted(every, 'service')}."
