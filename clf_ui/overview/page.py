"""The parts of the Overview page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from clf_model import (
    NAMED,
    CapabilityResult,
    Judgement,
    Perspective,
    Task,
    deciding_blockers,
    join,
    level_name,
    others,
    stage_name,
    suggestions,
    why,
)

from .. import state
from ..shared.closed import say_final
from ..shared.naming import linked, ways
from ..shared.pages import Name, link
from ..shared.surveys import SURVEYS
from ..shared.view import View
from ..wording import marks, plain

_WAYS = {
    Task.DISCUSS: ("Discuss them", Name.CHECKLIST, "forum"),
    Task.EVIDENCE: ("Add evidence", Name.EVIDENCE, "attach_file"),
    Task.TRY: ("See what if", Name.WHAT_IF, "alt_route"),
}
# What an indicator lacks that does not count, by its judgement.
_LACKING = {
    Judgement.MET: "no evidence",
    Judgement.PARTLY: "partly",
    Judgement.NOT_MET: "not yet",
    None: "not discussed",
}
_IN_A_CARD = 33  # characters of an indicator's words and what it lacks: they take one line of a card


def product(view: View) -> None:
    """What this is and for whom, for somebody who has never seen it."""
    st.caption(
        f"Where a service stands in the {plain(view.framework.title)}, what holds it back and what would "
        "move it on: for facilitators, managers and their teams."
    )


def is_begun(view: View) -> bool:
    """Whether there is something to tell: a judgement, or a record that takes none any more."""
    return not view.editable or any(one.judgement for one in view.assessment.records.values())


def ways_to_begin(view: View) -> None:
    """The ways to the first judgements, in place of stages that nobody has judged."""
    first = view.framework.capabilities[0]
    st.markdown("Nothing is judged yet. Begin in one of these ways; they go together.")
    with st.grid(3, min_column_width=260, gap="small", key="ways"):
        with _way("alone", "Go through the checklist with what you know: about an hour for each capability."):
            link(Name.CHECKLIST, "**Judge alone**", view.info.id, icon="checklist", capability=first.id)
        with _way("workshop", "Everyone judges on their own phone before anybody speaks; then you decide."):
            link(Name.FACILITATE, "**Open a workshop**", view.info.id, icon="groups")
        if view.framework.has_perspective(Perspective.WORKER):
            with _way(
                "workers", "They say on their own phones how far they agree; nobody sees who said what."
            ):
                link(Name.SAY_DO_GAP, "**Ask the workers**", view.info.id, icon="ballot", tab=SURVEYS)


@contextmanager
def _way(which: str, what: str) -> Iterator[None]:
    """A card that is its link's, with what awaits there below."""
    with st.container(border=True, key=state.key("way", which), gap="xsmall", height="stretch"):
        yield
        st.markdown(what)


def continue_link(view: View) -> None:
    """The way on: the first capability that is not discussed to its end; of a record the profile."""
    for result in view.profile.capabilities if view.editable else ():
        if result.discussed < result.asked:
            name = result.capability.short_name
            word = "Continue" if any(r.discussed for r in view.profile.capabilities) else "Begin"
            link(
                Name.CHECKLIST,
                f"{word}: {name}",
                view.info.id,
                capability=result.capability.id,
                icon="arrow_forward",
            )
            return
    link(Name.PROFILE, "See the profile", view.info.id, icon="arrow_forward")


def cards(view: View) -> None:
    """One card per capability in the framework's order, then the extremes in words."""
    with st.grid(3, min_column_width=300, gap="small", key="cards"):
        for result in view.profile.capabilities:
            _card(view, result)
    st.caption(f"{plain(_extremes(view))} {plain(view.rules.describe())}")


def _card(view: View, result: CapabilityResult) -> None:
    stages = view.framework.stages
    with st.container(
        border=True, key=state.key("card", result.capability.id), gap="xsmall", height="stretch"
    ):
        link(
            Name.CHECKLIST,
            f"**{plain(result.capability.short_name)}**",
            view.info.id,
            capability=result.capability.id,
        )
        st.subheader(f"{marks(result.reached_index, len(stages))} {plain(stage_name(result))}", anchor=False)
        readings = [
            f"{word}: {level_name(view.framework, index)}"
            for word, index in (
                ("possible", result.possible_index),
                ("evidenced", result.evidenced_index),
            )
            if index != result.reached_index
        ]
        _held(view, result)
        counts = f"{result.discussed} of {result.asked} discussed"
        st.caption(plain(" · ".join([counts, *readings])))


def _held(view: View, result: CapabilityResult) -> None:
    """What holds the next stage back, a line each with the way to it; else a sentence."""
    following, deciding = result.next, deciding_blockers(result)
    if following is None or not following.reachable:
        st.markdown(plain(why(result, view.assessment, view.rules)))
        return
    missing, left = following.total(lambda c: c.missing), len(deciding) - NAMED
    which = f"these and {others(left)}" if left > 0 else "these" if missing < len(deciding) else ""
    by = f": {missing} more of {which}" if missing < len(deciding) else f" by {which}".rstrip()
    st.markdown(plain(f"Held before {following.stage.name}{by}"))
    states = {one.id: _LACKING[view.assessment.judgement(one.id)] for one in deciding}
    ways(view, deciding, key=state.key("ways", result.capability.id), remarks=states, longest=_IN_A_CARD)


def _extremes(view: View) -> str:
    """The lowest and the highest of the capabilities discussed; of the others nothing is known."""
    discussed = [result.capability.id for result in view.profile.capabilities if result.discussed]
    if not discussed:
        return "Nothing has been discussed yet."
    known = view.profile.only(discussed)
    lowest, highest = known.lowest, known.highest
    if len(lowest) == len(discussed):
        return "All capabilities discussed stand at the same point." if len(discussed) > 1 else ""
    low = join([r.capability.short_name for r in lowest])
    high = join([r.capability.short_name for r in highest])
    return f"Lowest: {low}. Highest: {high}."


def next_things(view: View) -> None:
    """What is worth doing now, each with the way there."""
    found = [
        one
        for one in suggestions(view.framework, view.assessment, view.profile)
        if view.editable or one.task is Task.TRY
    ]
    say_final(view)
    if not found and not view.editable:
        return
    if not found:
        st.success(
            "Everything has been discussed, shown and reached. Finalise it in Settings as a dated record."
        )
        return
    st.subheader("Next", anchor=False)
    for suggestion in found:
        label, target, icon = _WAYS[suggestion.task]
        with st.container(
            horizontal=True, vertical_alignment="center", key=state.key("next", suggestion.task)
        ):
            st.markdown(linked(view, suggestion.text), width="content")
            link(target, label, view.info.id, capability=suggestion.capability.id, icon=icon)
