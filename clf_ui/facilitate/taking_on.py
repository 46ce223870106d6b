"""Who takes on what holds the room back: a line with a name or a day becomes an action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from clf_model import Action, Indicator, RecordError, action_for, named, title_of
from clf_model.voices import Outcome

from .. import state
from ..action_plan.writing import make
from ..shared.callbacks import EVERYTHING, told
from ..shared.errors import fragment
from ..shared.grids import Cells, day_column, day_in_cell, drop_unsaved, height, keep, text_in_cell, unsaved
from ..shared.in_force import rules_in_force
from ..shared.loaders import Room, framework_of, st_store
from ..shared.pages import Name, link
from ..shared.redrawn import STATUS
from ..shared.view import View
from ..wording import counted, judgement_word, long_date, plain
from ..workshop.result import held_by, taken_on

_GRID = "taking-on"
_HELD, _TITLE, _OWNER, _DUE = "Holds you back", "What will be done", "Owner", "Due"
_WIDE = 60  # characters of an indicator's words


def taking_on(view: View, room: Room, result: Outcome) -> None:
    """The question at the end of a workshop, with what is in the action plan already."""
    blockers = [indicator for _, indicator in held_by(room, result)]
    if not blockers:
        return
    st.subheader("Who takes them on?", anchor=False)
    planned = taken_on(view, room)
    covered = {id_ for action in planned for id_ in action.covers}
    left = [indicator for indicator in blockers if indicator.id not in covered]
    if left:
        _table(view, result, tuple(left))
    else:
        st.write("Everything that holds these capabilities back is in the action plan.")
    for action in planned:
        st.caption(f":material/task_alt: {plain(_in_words(action))}")
    link(Name.ACTION_PLAN, "See the action plan", view.info.id, icon="checklist")


@fragment(key=_GRID)
def _table(view: View, result: Outcome, left: tuple[Indicator, ...]) -> None:
    st.caption(
        "Give a line an owner or a day, and it becomes an action; the other lines stay for another time. "
        "Undo takes all of them back at once."
    )
    name, table, ids = state.grid_key(view.info.id, _GRID), _kept(view.info.id), tuple(i.id for i in left)
    cells = unsaved(name, table, ids)
    shown = [{_TITLE: title_of(one), _OWNER: "", _DUE: ""} | cells.get(one.id, {}) for one in left]
    frame = pd.DataFrame(
        {
            _HELD: [
                f"{named(one, _WIDE)} · {judgement_word(result.assessment.judgement(one.id))}" for one in left
            ],
            **{column: [one[column] for one in shown] for column in (_TITLE, _OWNER, _DUE)},
        },
        index=list(ids),
    ).astype("string")
    st.data_editor(
        frame,
        key=name,
        hide_index=True,
        width="stretch",
        height=height(left, most=600),
        disabled=[_HELD],
        placeholder="",
        column_config={
            _HELD: st.column_config.TextColumn(width=380),
            _TITLE: st.column_config.TextColumn(width=380),
            _OWNER: st.column_config.TextColumn(width=150),
            _DUE: day_column(_DUE),
        },
        on_change=keep,
        args=(name, table, ids, (STATUS, _GRID)),
        alt="What holds the capabilities back, each with what will be done, an owner and a day to write in",
    )
    st.button(
        "Add to the action plan",
        key="take-on",
        type="primary",
        icon=":material/playlist_add:",
        on_click=_take_on,
        args=(view.info.id, name, ids),
        kwargs={"affected": EVERYTHING},
    )


@told
def _take_on(assessment_id: int, name: str, ids: Sequence[str]) -> None:
    """Every line that has an owner or a day becomes an action, all as one step."""
    lines = unsaved(name, _kept(assessment_id), ids)
    wanted = {
        id_: cells
        for id_, cells in lines.items()
        if text_in_cell(cells.get(_OWNER)) or text_in_cell(cells.get(_DUE))
    }
    if not wanted:
        raise RecordError("Give at least one line an owner or a day; then it becomes an action.")
    assessment, rules = st_store().load(assessment_id).assessment, rules_in_force()
    made, problems = [], []
    for id_, cells in wanted.items():
        indicator = framework_of(assessment_id).indicator(id_)
        try:
            title, due = _title(indicator, cells), day_in_cell(cells.get(_DUE))
        except RecordError as error:
            problems.append(f"{named(indicator)}: {error}")
            continue
        action = action_for([indicator], assessment, rules, title=title, taken=())
        made.append(replace(action, owner=text_in_cell(cells.get(_OWNER)), due=due))
    if problems:
        raise RecordError(" ".join(problems))
    make(assessment_id, *made)
    drop_unsaved(_kept(assessment_id), list(wanted))
    state.new_grid_key(assessment_id, _GRID)
    state.notify(f"{counted(len(made), 'action')} added to the action plan")


def _kept(assessment_id: int) -> str:
    """Under what the cells are kept that are written and not added."""
    return state.key(_GRID, assessment_id)


def _title(indicator: Indicator, cells: Cells) -> str:
    title = text_in_cell(cells[_TITLE]) if _TITLE in cells else title_of(indicator)
    if not title:
        raise RecordError("Say in a few words what will be done.")
    return title


def _in_words(action: Action) -> str:
    said = [action.title]
    said += [action.owner] if action.owner else []
    said += [f"by {long_date(action.due)}"] if action.due else []
    return f"In the action plan: {' · '.join(said)}"
