"""One indicator on screen: its text with the judgement buttons, its reason, and the evidence beside it."""

from __future__ import annotations

import streamlit as st

from clf_model import Evidence, Indicator, Judgement, Record, Voice

from .. import state
from ..wording import JUDGEMENTS, VOICES, judgement_word, long_date, plain, unmarked
from . import judging
from .loaders import st_store
from .view import View, note_shown


def indicator(view: View, item: Indicator, affected: tuple[str, ...], *, evidence_open: bool = False) -> None:
    """Text, buttons, reason or conflict where there is one, and evidence. `affected`: fragments to redraw.

    The evidence lies behind a button, or below in place where `evidence_open`.
    """
    aid, record = view.info.id, view.assessment.record(item.id)
    note_shown(view, item.id)
    draft = state.drafts.get((aid, item.id))
    with st.container(key=state.key("indicator", item.id), gap="xsmall"):
        st.markdown(f"**{item.id}** {plain(item.text)}")
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _buttons(view, item, draft or record.judgement, affected)
            if not evidence_open:
                _evidence(view, item, record, affected)
        if record.former:
            st.caption(
                f":material/history_edu: Reworded since it was judged "
                f"{judgement_word(record.former.judgement)}. It said: “{plain(record.former.text)}”. "
                f"Judge it anew."
            )
        if draft:
            _ask_reason(aid, item, draft, affected)
        elif record.reason:
            label = "Shown in another way" if record.equivalent else "Reason"
            st.caption(f"{label}: {plain(record.reason)}")
        _conflict(aid, item, record, affected)
        if evidence_open:
            _evidence_panel(view, item, record, affected)


def looks(view: View, item: Indicator) -> object:
    """All that an indicator shows with its evidence behind a button, where its buttons show the judgement.

    A browser shows what was pressed by itself, so that alone is no reason to draw them again.
    """
    aid, record = view.info.id, view.assessment.record(item.id)
    draft = state.drafts.get((aid, item.id))
    is_open = state.value(_opening(item))
    return (
        state.value(judging.choice_key(aid, item.id)) == (draft or record.judgement),
        draft,
        state.conflicts.get((aid, item.id)),
        view.editable,
        record.reason,
        record.equivalent,
        record.evidence,
        record.former,
        record.judgement if is_open else None,
        is_open,
    )


def _opening(item: Indicator) -> str:
    """The key of the button behind which the evidence lies."""
    return state.key("open-evidence", item.id)


def _buttons(view: View, item: Indicator, shown: Judgement | None, affected: tuple[str, ...]) -> None:
    aid = view.info.id
    name = judging.choice_key(aid, item.id)
    state.put(name, shown)
    st.segmented_control(
        unmarked(f"{item.id} {item.text}"),
        list(JUDGEMENTS),
        default=shown,
        format_func=JUDGEMENTS.__getitem__,
        key=name,
        label_visibility="collapsed",
        disabled=not view.editable,
        on_change=judging.judge,
        args=(aid, item.id),
        kwargs={"affected": affected},
        wrap=True,
    )


def _ask_reason(aid: int, item: Indicator, judgement: Judgement, affected: tuple[str, ...]) -> None:
    with (
        st.container(key=state.key("opened-reason", item.id)),
        st.form(state.key("reason-form", item.id), border=False, enter_to_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Why does it not apply? Enter saves.", key=judging.reason_key(aid, item.id))
        st.form_submit_button(
            "Save",
            key=state.key("save-reason", item.id),
            on_click=judging.give_reason,
            args=(aid, item.id, judgement),
            kwargs={"affected": affected},
        )
        st.form_submit_button(
            "Cancel",
            key=state.key("cancel", item.id),
            on_click=judging.drop_draft,
            args=(aid, item.id),
            kwargs={"affected": affected},
        )


def _conflict(aid: int, item: Indicator, theirs: Record, affected: tuple[str, ...]) -> None:
    mine = state.conflicts.get((aid, item.id))
    if mine is None:
        return
    st.warning(
        f"{_who(aid, item)} judged this {judgement_word(theirs.judgement)} while you chose "
        f"{judgement_word(mine.judgement)} here. {judgement_word(theirs.judgement)} is what is saved.",
        icon=":material/group:",
    )
    with st.container(horizontal=True):
        for label, is_mine in (
            (f"Keep {judgement_word(theirs.judgement)}", False),
            (f"Use {judgement_word(mine.judgement)}", True),
        ):
            st.button(
                label,
                key=state.key("settle", item.id, is_mine),
                on_click=judging.settle,
                args=(aid, item.id),
                kwargs={"mine": is_mine, "affected": affected},
            )


def _who(aid: int, item: Indicator) -> str:
    """Who wrote the record of an indicator last: the same browser in another tab, or somebody else."""
    events = st_store().events(aid, limit=50)
    last = next((one for one in events if item.id in one.after), None)
    return "You, in another tab," if last and last.who == state.browser() else "Someone else"


def _evidence(view: View, item: Indicator, record: Record, affected: tuple[str, ...]) -> None:
    count = len(record.evidence)
    panel = st.popover(
        f"Evidence {count}" if count else "Evidence",
        icon=":material/attach_file:" if count else ":material/add:",
        type="tertiary",
        key=_opening(item),
        on_change="rerun",
    )
    if panel.open:
        with panel:
            _evidence_panel(view, item, record, affected)


def _evidence_panel(view: View, item: Indicator, record: Record, affected: tuple[str, ...]) -> None:
    aid = view.info.id
    with st.container(
        gap="small"
    ):  # so that what follows keeps its place, and the focus in it, when one is added
        for place, entry in enumerate(record.evidence):
            _entry(view, item, place, entry, affected)
    if view.editable:
        new_evidence(aid, item.id, affected)
        if record.judgement is Judgement.MET:
            _equivalent(aid, item, record, affected)


def _entry(view: View, item: Indicator, place: int, entry: Evidence, affected: tuple[str, ...]) -> None:
    with st.container(horizontal=True, vertical_alignment="top"):
        with st.container(gap=None):
            st.markdown(plain(entry.note))
            st.caption(facts(entry) or "No source, date or voice given")
        if view.editable:
            st.button(
                "Remove",
                key=state.key("remove", item.id, place),
                type="tertiary",
                icon=":material/close:",
                on_click=judging.remove_evidence,
                args=(view.info.id, item.id, entry),
                kwargs={"affected": affected},
            )


def new_evidence(aid: int, indicator_id: str, affected: tuple[str, ...] = ()) -> None:
    """The fields of a new evidence entry; Enter saves."""

    def name(part: str) -> str:
        return judging.evidence_key(aid, indicator_id, part)

    state.empty_now(*map(name, judging.EVIDENCE_PARTS))
    with st.form(state.key("new-evidence", indicator_id), border=False, enter_to_submit=True):
        st.text_input("What shows it?", key=name("note"))
        st.text_input("Source (document or link)", key=name("source"))
        left, right = st.columns(2)
        with left:
            st.selectbox(
                "Whose voice?", list(Voice), index=None, format_func=VOICES.__getitem__, key=name("voice")
            )
        with right:
            st.date_input("Date", value=None, key=name("dated"), format="DD/MM/YYYY")
        st.form_submit_button(
            "Add evidence",
            type="primary",
            on_click=judging.add_evidence,
            args=(aid, indicator_id),
            kwargs={"affected": affected},
        )


def _equivalent(aid: int, item: Indicator, record: Record, affected: tuple[str, ...]) -> None:
    st.divider()
    if record.equivalent:
        st.caption(f"Shown in another way than written: {plain(record.reason or '')}")
        st.button(
            "Met as written after all",
            key=state.key("as-written", item.id),
            on_click=judging.as_written,
            args=(aid, item.id),
            kwargs={"affected": affected},
        )
    else:
        with (
            st.form(state.key("equivalent-form", item.id), border=False, enter_to_submit=True),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            st.text_input(
                "Met in another way than written? Say how; Enter saves.",
                key=judging.reason_key(aid, item.id),
            )
            st.form_submit_button(
                "Save",
                key=state.key("save-equivalent", item.id),
                on_click=judging.give_reason,
                args=(aid, item.id, Judgement.MET, True),
                kwargs={"affected": affected},
            )


def facts(entry: Evidence) -> str:
    """Voice, source and date of an evidence entry in one line, safe to show."""
    parts = [
        VOICES[entry.voice] if entry.voice else None,
        plain(entry.source) if entry.source else None,
        long_date(entry.dated) if entry.dated else None,
    ]
    return " · ".join(part for part in parts if part)
