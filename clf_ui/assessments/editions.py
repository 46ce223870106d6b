"""Editions of the framework on screen: a draft that lags behind, what differs, and carrying it over."""

from __future__ import annotations

import streamlit as st

from clf_model import Framework, Indicator, join
from clf_model.editions import EditionChanges, edition_changes

from .. import state
from ..clock import now
from ..shared.callbacks import EVERYTHING, told
from ..shared.loaders import st_framework, st_store
from ..shared.view import View
from ..wording import counted, plain
from .across_editions import edition_name

NAMED = 3
"""So many removed indicators are named where there is little room; the log has them all."""


def edition_notice(view: View) -> None:
    """Says of a draft whose edition is not the one in use what has changed, and offers to carry it over.

    Of a final assessment nothing is said: it stays what it was, whatever edition is in use.
    """
    current, info = st_framework(), view.info
    if info.framework_digest == current.digest or (info.final and view.framework is not current):
        return
    if view.framework.digest != info.framework_digest:
        st.warning(
            f"This was made with the edition {plain(info.framework_edition)}, whose text this database does "
            "not hold. It is read with the edition in use. Add the edition's file on the Framework page.",
            icon=":material/history_edu:",
        )
        return
    made = f"**{plain(edition_name(view.framework, current))}**"
    changes = edition_changes(view.framework, current)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="edition-notice"):
        st.markdown(
            f":material/history_edu: This draft was made with {made}. The edition in use differs: "
            f"{plain(in_short(changes))}. Until it is carried over it goes on with its own."
        )
        if st.button("What changed", key="edition-changes", icon=":material/difference:"):
            _differences_dialog(changes)
        st.button(
            "Carry over",
            key="carry-over",
            type="primary",
            icon=":material/move_up:",
            help="One step, and Undo takes it back. What is reworded is asked again; nothing is lost.",
            on_click=carry_over,
            args=(info.id,),
            kwargs={"affected": EVERYTHING},
        )


@told
def carry_over(assessment_id: int) -> None:
    """Make a draft one of the edition in use, and say what became of it."""
    carried = st_store().carry_over(assessment_id, st_framework(), who=state.browser(), at=now())
    gone = [one.id for one in carried.removed]
    parts = [
        f"{len(carried.moved)} moved" if carried.moved else "",
        f"{len(carried.reworded)} reworded to judge anew" if carried.reworded else "",
        f"{join(gone) if len(gone) <= NAMED else len(gone)} removed, kept in the log" if gone else "",
    ]
    said = [part for part in parts if part]
    state.notify(f"Carried over: {join(said)}" if said else "Carried over: every judgement as it was")


def in_short(changes: EditionChanges) -> str:
    """How much differs, in one sentence without its full stop."""
    stages, parts = changes.stages, []
    for number, word in (
        (len(changes.added), "added"),
        (len(changes.removed), "removed"),
        (len(changes.reworded), "reworded"),
        (len(changes.moved), "moved"),
    ):
        if number:
            parts.append(f"{counted(number, 'indicator')} {word}")
    for number, word in (
        (len(stages.added), "added"),
        (len(stages.removed), "removed"),
        (len(stages.renamed), "renamed"),
    ):
        if number:
            parts.append(f"{counted(number, 'stage')} {word}")
    if stages.reordered:
        parts.append("the stages stand in another order")
    if changes.renamed:
        parts.append(f"{counted(len(changes.renamed), 'capability', 'capabilities')} renamed")
    return join(parts) or "only in words around the indicators"


@st.dialog("What changed between the editions", width="large")
def _differences_dialog(changes: EditionChanges) -> None:
    differences(changes)


def differences(changes: EditionChanges) -> None:
    """What differs between two editions, as a document to read."""
    old, new = changes.old, changes.new
    left, came = edition_name(old, new), edition_name(new, old)
    st.markdown(f"From **{plain(left)}** to **{plain(came)}**: {plain(in_short(changes))}.")
    _stages(changes)
    for title, pairs in (("Reworded", changes.reworded), ("Moved", changes.moved)):
        if pairs:
            st.markdown(f"**{title}** ({len(pairs)})")
        for before, after in pairs:
            if title == "Moved":
                st.markdown(f"**{before.id} → {after.id}** {plain(after.text)}")
                places = dict.fromkeys((_place(before, old), _place(after, new)))
                st.caption(plain(" → ".join(places)))
            else:
                st.markdown(f"**{after.id}** {plain(after.text)}")
                st.caption(plain(f"It said: {before.text}"))
    for title, found, framework in (("Added", changes.added, new), ("Removed", changes.removed, old)):
        if found:
            st.markdown(f"**{title}** ({len(found)})")
        for indicator in found:
            st.markdown(f"**{indicator.id}** {plain(indicator.text)}")
            st.caption(plain(_place(indicator, framework)))
    st.caption(f"{counted(len(changes.same), 'indicator')} unchanged")


def _stages(changes: EditionChanges) -> None:
    stages = changes.stages
    lines = [
        *(f"Stage added: {stage.name}" for stage in stages.added),
        *(f"Stage removed: {stage.name}" for stage in stages.removed),
        *(f"Stage renamed: {one.before} → {one.after}" for one in stages.renamed),
        *(["The stages stand in another order."] if stages.reordered else []),
        *(f"Capability renamed: {one.before} → {one.after}" for one in changes.renamed),
    ]
    for line in lines:
        st.markdown(plain(line))


def _place(indicator: Indicator, framework: Framework) -> str:
    capability = framework.capability(indicator.capability_id)
    return (
        f"{capability.short_name} · {framework.stage(indicator.stage_id).name} · {indicator.perspective.lead}"
    )


def known_editions() -> None:
    """Which editions the database holds, how many assessments each has, and what differs between two."""
    current = st_framework()
    known = st_store().editions(current.id)
    st.table(
        [
            {
                "Edition": plain(one.name),
                "Digest": one.digest[:12],
                "Assessments": one.assessments,
                "Final": one.final,
                "": _state_of(one.digest, current.digest, one.framework is not None),
            }
            for one in known
        ],
        border="horizontal",
        hide_index=True,
        alt="The editions that this database knows, and how many assessments each has",
    )
    texts = {one.digest: one.framework for one in known if one.framework is not None}
    if len(texts) < 2:
        st.caption("Where the database holds another edition, what differs between the two stands here.")
        return
    others = [digest for digest in texts if digest != current.digest]
    state.keep_valid(state.EDITION_FROM, list(texts), default=others[0])
    state.keep_valid(state.EDITION_TO, list(texts), default=current.digest)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, name in (("From", state.EDITION_FROM), ("To", state.EDITION_TO)):
            st.selectbox(
                label,
                list(texts),
                format_func=lambda digest: f"{texts[digest].edition} ({digest[:8]})",
                key=name,
                persist_state="session",
                width=320,
            )
    chosen = texts[state.value(state.EDITION_FROM)], texts[state.value(state.EDITION_TO)]
    if chosen[0].digest == chosen[1].digest:
        st.info("Choose two different editions to see what differs.")
        return
    differences(edition_changes(*chosen))


def _state_of(digest: str, current: str, kept: bool) -> str:
    if digest == current:
        return "in use"
    return "kept" if kept else "its text is missing: add its file under Check another framework"


def is_kept(framework: Framework) -> bool:
    """Whether the database holds the text of this edition."""
    return any(one.digest == framework.digest and one.framework for one in st_store().editions(framework.id))


@told
def keep_edition(framework: Framework) -> None:
    """Keep the text of an edition that assessments were or will be read with."""
    st_store().adopt_edition(framework)
    state.notify(f"Kept: the edition {framework.edition}")
