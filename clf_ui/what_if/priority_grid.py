"""The priorities of the capabilities in a small table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from clf_model import Capability, RecordError

from .. import state
from ..shared import grids
from ..shared.callbacks import guarded
from ..shared.errors import in_words
from ..shared.redrawn import AFFECTED
from ..shared.view import View
from . import commands
from .planned import Tried

PRIORITY = "Priority"


def priority_grid(view: View, tried: Tried) -> None:
    """How much a stage of each capability counts; open where wanted."""
    weights = {id_: weight for id_, weight in tried.aim.weights(view.framework).items() if weight != 1}
    said = f"Priorities ({len(weights)} set)" if weights else "Priorities (all alike)"
    panel = st.expander(said, key=state.key("priorities", len(weights)), on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.caption("A stage counts this often. 1 is the usual; 2 is twice as much; 0 is not wanted.")
        _grid(view, tried)


def _grid(view: View, tried: Tried) -> None:
    capabilities, weights = view.framework.capabilities, tried.aim.weights(view.framework)
    which = state.key("priorities", state.value(state.SCENARIO))

    def stands(row: int, cells: grids.Cells) -> bool:
        held = weights.get(capabilities[row].id, 1.0)
        return row < len(capabilities) and grids.number_in_cell(cells.get(PRIORITY)) == held

    name = grids.key_of(view.info.id, which, stands)
    grids.say_refused(name, view.info.id, which)
    st.data_editor(
        pd.DataFrame(
            {
                "Capability": [one.short_name for one in capabilities],
                PRIORITY: [grids.number_shown(weights.get(one.id, 1.0)) for one in capabilities],
            }
        ),
        key=name,
        hide_index=True,
        width="stretch",
        height=grids.height(capabilities),
        disabled=["Capability"],
        placeholder="",
        column_config={PRIORITY: grids.number_column(PRIORITY)},
        on_change=_save,
        args=(name, capabilities, weights),
        alt="How much a stage of each capability counts; each number can be written in",
    )


@guarded
def _save(name: str, capabilities: tuple[Capability, ...], weights: Mapping[str, float]) -> None:
    try:
        changed = {
            capabilities[row].id: grids.number_of(
                "The priority", capabilities[row].short_name, cells.get(PRIORITY)
            )
            for row, cells in grids.written(name).items()
        }
    except RecordError as error:
        state.refused.put(name, in_words(error))
        st.rerun(AFFECTED)
    state.refused.put(name, None)
    wanted = {id_: weight for id_, weight in {**weights, **changed}.items() if weight != 1}
    commands.aim_at(priorities=wanted, affected=AFFECTED)
