"""What the Action plan page asks of people: to judge what a done action covers, to settle a conflict."""

from __future__ import annotations

import streamlit as st

from clf_model import Action, ActionConflictError, known, names
from clf_model.text import titled

from .. import state
from ..shared.callbacks import EVERYTHING
from ..shared.derived import DERIVED
from ..shared.indicator import indicator
from ..shared.view import View
from ..wording import ACTION_WORDS, long_date, plain, told_apart
from . import commands
from .forms import AFFECTED, Judging


def judging(view: View, offer: Judging) -> None:
    """The indicators that a done action covers, each with its evidence open; nothing is met by itself."""
    st.markdown(f"**{plain(offer.title)}** is done. Does it show? Judge it, and say what shows it.")
    if view.editable:
        st.caption("Nothing is met until you say so.")
    else:
        st.info("Judgements are locked: this assessment is final. A new draft carries on from it.")
        st.button(
            "Carry on in a new draft",
            icon=":material/edit:",
            type="primary",
            key="judge-in-new-draft",
            on_click=commands.judge_in_new_draft,
            args=(view.info, offer),
            kwargs={"affected": EVERYTHING},
        )
    for id_ in offer.covers:
        if view.framework.has_indicator(id_):
            with st.container(border=True):
                indicator(view, view.framework.indicator(id_), (DERIVED,), evidence_open=True)
    st.button("Close", key="close-judging", on_click=commands.close, kwargs={"affected": EVERYTHING})


def conflicts(view: View) -> None:
    """What two people changed differently: both versions, and a choice."""
    for id_, conflict in state.action_conflicts_of(view.info.id).items():
        sides = (conflict.theirs, conflict.mine, conflict.base)
        title = next(titled(one.title) for one in sides if one)
        with st.container(border=True, key=state.key("conflict", id_)):
            st.warning(plain(_told(conflict, title)), icon=":material/group:")
            for part in conflict.fields:
                theirs, mine = (_shown(view, one, part) for one in (conflict.theirs, conflict.mine))
                if theirs != mine:
                    word = ACTION_WORDS[part].capitalize()
                    st.markdown(f"{word}: theirs **{plain(theirs)}**, yours **{plain(mine)}**")
            with st.container(horizontal=True):
                for label, is_mine in (("Keep theirs", False), ("Use mine", True)):
                    st.button(
                        label,
                        key=state.key("settle-action", id_, is_mine),
                        on_click=commands.settle,
                        args=(view.info.id, id_, conflict),
                        kwargs={"mine": is_mine, "affected": AFFECTED},
                    )


def _told(conflict: ActionConflictError, title: str) -> str:
    if conflict.theirs is None:
        return f"Someone else deleted {title} while you changed it. It is gone."
    if conflict.mine is None:
        return f"Someone else changed {title} while you deleted it. It is still there."
    return f"Someone else changed {title} while you did. Theirs is saved."


def _shown(view: View, action: Action | None, part: str) -> str:
    """A field's content in words."""
    content = getattr(action, part)
    if part == "status" and action:
        return action.status.label
    if part == "effort":
        return view.unit.of(content)
    if part in ("due", "review_on"):
        return long_date(content) if content else "no date"
    if part == "covers":
        return names(known(view.framework, content)) or "nothing"
    if part == "requires":
        titles = {n: one.title for n, one in enumerate(view.assessment.actions.values()) if one.id in content}
        return ", ".join(told_apart(titles).values()) or "nothing"
    return content or "nothing"
