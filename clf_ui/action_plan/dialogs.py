"""The dialogs of the Action plan page: write an action, refuse one, begin from blockers or a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import streamlit as st

from clf_model import ActionStatus, Indicator, Judgement, blockers, effort_to_meet, still_open
from clf_model.text import titled

from .. import state
from ..shared.callbacks import EVERYTHING
from ..shared.loaders import st_store
from ..shared.pages import Name, link
from ..shared.view import View
from ..wording import plain, told_apart, unmarked
from . import commands
from .forms import Form, FromBlockers, FromScenario, Judging, Refusal, field_key
from .judging import judging


def dialog(view: View) -> None:
    """The dialog that is open, if any; only a run of the whole page takes one away again."""
    found = state.dialog(view.info.id)
    if found is None:
        return
    content, number = found.content, found.number
    if isinstance(content, Form):
        title = "Edit action" if content.base else "New action"
        _open(title, found, _form, view, content, number, width="medium")
    elif isinstance(content, Refusal):
        _open("Not doing, and why", found, _refusal, view, content, number, width="medium")
    elif isinstance(content, Judging):
        _open("Judge what it covers", found, judging, view, content)
    elif isinstance(content, FromBlockers):
        _open("Action from what holds you back", found, _from_blockers, view, number)
    elif isinstance(content, FromScenario):
        _open("Actions from a scenario", found, _from_scenario, view, number)


def _open(
    title: str,
    found: state.Dialog,
    body: Callable[..., None],
    *args: Any,
    width: Literal["medium", "large"] = "large",
) -> None:
    @st.dialog(title, width=width, on_dismiss=state.close_dialog)
    def shown() -> None:
        body(*args)
        if found.problem:
            st.warning(plain(found.problem), icon=":material/warning:")

    shown()


def _form(view: View, form: Form, number: int) -> None:
    def name(part: str) -> str:
        return field_key(number, part)

    start, base = form.start, form.base
    others = {one.id: one for one in view.assessment.actions.values() if not base or one.id != base.id}
    titles = told_apart(dict(enumerate(one.title for one in others.values())))
    by_id = dict(zip(others, titles.values(), strict=True))
    with st.form(name("form"), border=False, enter_to_submit=True):
        st.text_input("What will be done?", start["title"] or "", key=name("title"))
        st.multiselect(
            "Indicators it covers",
            [i.id for i in view.framework.indicators],
            [id_ for id_ in start["covers"] or () if view.framework.has_indicator(id_)],
            format_func=lambda id_: f"{id_} {view.framework.indicator(id_).text}",
            key=name("covers"),
            placeholder="Type an id or a word of its text",
        )
        left, middle, right = st.columns([0.5, 0.28, 0.22])
        left.text_input("Owner", start["owner"] or "", key=name("owner"))
        middle.date_input("Due", start["due"], key=name("due"), format="DD/MM/YYYY")
        right.number_input(
            unmarked(view.unit.heading()), 0.0, None, float(start["effort"]), 0.5, "%g", key=name("effort")
        )
        st.text_input(
            "Measure of success: how will you see it?",
            start["measure"] or "",
            key=name("measure"),
        )
        if others:
            st.multiselect(
                "Comes after",
                list(others),
                [id_ for id_ in start["requires"] or () if id_ in others],
                format_func=by_id.__getitem__,
                key=name("requires"),
                placeholder="Actions that have to be done first",
            )
        if "reason" in start:
            _decision(start, name)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Save",
                type="primary",
                on_click=commands.save,
                args=(view.info.id, form, number),
                kwargs={"affected": EVERYTHING},
            )
            if base:
                st.form_submit_button(
                    "Delete",
                    icon=":material/delete:",
                    type="tertiary",
                    on_click=commands.delete,
                    args=(view.info.id, base),
                    kwargs={"affected": EVERYTHING},
                )


def _decision(start: Any, name: Callable[[str], str]) -> None:
    st.text_input("Why is it not done?", start["reason"] or "", key=name("reason"))
    st.date_input("Look at it again on", start["review_on"], key=name("review_on"), format="DD/MM/YYYY")


def _refusal(view: View, refusal: Refusal, number: int) -> None:
    st.markdown(f"**{plain(refusal.base.title)}**")
    with st.form(field_key(number, "form"), border=False, enter_to_submit=True):
        _decision(
            {"reason": refusal.base.reason, "review_on": refusal.base.review_on},
            lambda part: field_key(number, part),
        )
        st.form_submit_button(
            "Save",
            type="primary",
            on_click=commands.refuse,
            args=(view.info.id, refusal.base, number),
            kwargs={"affected": EVERYTHING},
        )


def _from_blockers(view: View, number: int) -> None:
    st.caption("What stands before a next stage. Choose one, or several that one action can serve.")
    remarks = _remarks(view)
    boxes = _boxes(view, blockers(view.profile), number, lambda i: remarks.get(i.id, ""))
    st.button(
        "Write the action",
        key=field_key(number, "go-on"),
        type="primary",
        on_click=commands.cover,
        args=(view.info.id, boxes),
        kwargs={"affected": EVERYTHING},
    )


def _remarks(view: View) -> dict[str, str]:
    """By indicator id, that an action serves it already."""
    actions = view.assessment.actions.values()
    done = {
        id_: "its action is done" for one in actions if one.status is ActionStatus.DONE for id_ in one.covers
    }
    return done | {id_: "has an action" for one in actions if one.status.is_open for id_ in one.covers}


def _boxes(
    view: View,
    indicators: Iterable[Indicator],
    number: int,
    remark: Callable[[Indicator], str],
    group: object = "",
    ticked: Callable[[Indicator], bool] = lambda _: False,
) -> dict[str, str]:
    """A box for each indicator under its capability's name; the boxes' keys by indicator id."""
    boxes: dict[str, str] = {}
    listed = list(indicators)
    for capability in view.framework.capabilities:
        here = [i for i in listed if i.capability_id == capability.id]
        if here:
            st.markdown(f"**{plain(capability.short_name)}**")
        for indicator in here:
            boxes[indicator.id] = field_key(number, f"box-{group}-{indicator.id}")
            effort = effort_to_meet(view.assessment.record(indicator.id), view.rules)
            facts = [view.framework.stage(indicator.stage_id).name, view.unit.of(effort)]
            facts += filter(None, [remark(indicator)])
            st.checkbox(
                unmarked(" · ".join((f"{indicator.id} {indicator.text}", *facts))),
                ticked(indicator),
                key=boxes[indicator.id],
            )
    return boxes


def _from_scenario(view: View, number: int) -> None:
    saved = {one.id: one for one in st_store().scenarios(view.info.id)}
    if not saved:
        st.markdown("There is no scenario yet. On What-if, switch on what you would do; it is kept there.")
        link(Name.WHAT_IF, "Open What-if", view.info.id, icon="alt_route")
        return
    names = told_apart({id_: one.name for id_, one in saved.items()})
    in_view = state.value(state.SCENARIO)
    chosen = st.selectbox(
        "Scenario",
        list(names),
        list(names).index(in_view) if in_view in names else 0,
        format_func=names.__getitem__,
        key=field_key(number, "scenario"),
    )
    switched = [id_ for id_, judgement in saved[chosen].changes.items() if judgement is Judgement.MET]
    on = still_open(switched, view.framework, view.assessment, view.rules)
    if not on:
        st.info(f"Nothing is left to do in {plain(titled(names[chosen]))}.")
        return
    remarks = _remarks(view)
    boxes = _boxes(
        view,
        on,
        number,
        lambda i: remarks.get(i.id, ""),
        group=chosen,
        ticked=lambda i: i.id not in remarks,
    )
    together = st.toggle("One action for all of them", key=field_key(number, "together"))
    if together:
        st.text_input("What will be done?", key=field_key(number, "title"))
    st.button(
        "Make the action" if together else "Make an action for each",
        key=field_key(number, "make"),
        type="primary",
        on_click=commands.take_over,
        args=(view.info.id, names[chosen], boxes, number),
        kwargs={"affected": EVERYTHING},
    )
