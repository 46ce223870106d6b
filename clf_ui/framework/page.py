"""The parts of the Framework page: the text by capability and stage, a search, and a check of other files."""

from __future__ import annotations

import json

import streamlit as st

from clf_model import Framework, Perspective, framework_schema, parse_framework
from clf_model.editions import edition_changes

from .. import state
from ..assessments.editions import differences, is_kept, keep_edition
from ..shared.errors import show_problems
from ..shared.loaders import st_framework
from ..wording import counted, plain


def find(framework: Framework) -> bool:
    """A search over the indicators; True where one is under way and its finds are shown."""
    state.keep_text(state.FIND)
    wanted = st.text_input(
        "Find in the text",
        key=state.FIND,
        placeholder="for example: carers",
        type="search",
        persist_state="session",
        on_change=state.write_address,
    )
    words = (wanted or "").casefold().split()
    if not words:
        return False
    found = [i for i in framework.indicators if all(word in f"{i.id} {i.text}".casefold() for word in words)]
    st.caption(f"{counted(len(found), 'indicator')} found")
    for i in found:
        place = f"{framework.capability(i.capability_id).short_name}, {framework.stage(i.stage_id).name}"
        st.markdown(f"**{i.id}** {plain(i.perspective.lead)} {plain(i.text)}")
        st.caption(plain(place))
    return True


def descriptors(framework: Framework) -> None:
    """What each stage means across capabilities."""
    with st.expander("What the stages mean"), st.grid(len(framework.stages), min_column_width=220):
        for stage in framework.stages:
            with st.container():
                st.markdown(f"**{plain(stage.name)}**")
                st.markdown(plain(stage.descriptor))


def text(framework: Framework) -> None:
    """One capability with its stages side by side, as in the publication."""
    names = {c.id: c.short_name for c in framework.capabilities}
    state.keep_valid(state.CAPABILITY, list(names))
    st.segmented_control(
        "Capability",
        list(names),
        format_func=lambda id_: plain(names[id_]),
        key=state.CAPABILITY,
        persist_state="session",
        on_change=state.write_address,
        required=True,
        label_visibility="collapsed",
        wrap=True,
    )
    capability = framework.capability(state.value(state.CAPABILITY))
    st.subheader(plain(capability.name), anchor=False)
    st.markdown(plain(capability.statement))
    for perspective in Perspective:
        if not framework.has_perspective(perspective):
            continue
        st.markdown(f"**{perspective.lead}**")
        with st.grid(len(framework.stages), min_column_width=220, gap="medium"):
            for stage in framework.stages:
                with st.container(gap="xsmall"):
                    st.markdown(f"##### {plain(stage.name)}")
                    if framework.asks_nothing(capability.id, stage.id, perspective):
                        st.caption("Asks nothing here")
                    for i in framework.cell(capability.id, stage.id, perspective):
                        st.markdown(f"**{i.id}** {plain(i.text)}")


def say_notice() -> None:
    """What the last action did, or why it was refused, said once."""
    notice = state.passing_notice()
    if notice:
        (st.warning if notice.is_problem else st.success)(plain(notice.text))


def check_file() -> None:
    """Check a framework file of one's own; every problem is named with its line."""
    st.markdown(
        "Any staged framework runs in this dashboard: other capabilities, another number of stages, one "
        "perspective only. Check its file here; then start the dashboard with `CLF_FRAMEWORK` set to "
        "its path."
    )
    file = st.file_uploader("Framework file (YAML)", type=["yaml", "yml"], key="framework-file")
    st.download_button(
        "Schema for editors",
        data=lambda: json.dumps(framework_schema(), indent=2, ensure_ascii=False),
        file_name="framework.schema.json",
        mime="application/schema+json",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
    if file is None:
        return
    framework, problems = parse_framework(file.getvalue(), file.name)
    if framework is None:
        show_problems(problems)
        return
    capabilities = counted(len(framework.capabilities), "capability", "capabilities")
    stages = counted(len(framework.stages), "stage")
    indicators = counted(sum(1 for _ in framework.indicators), "indicator")
    st.success(f"{plain(framework.title)} can be used: {capabilities}, {stages}, {indicators}.")
    current = st_framework()
    if framework.id != current.id or framework.digest == current.digest:
        return
    if not is_kept(framework):
        st.markdown(
            "This is another edition of the framework in use, and this database does not hold its text. "
            "Keep it to read, import and carry over assessments that were made with it."
        )
        st.button(
            "Keep this edition",
            type="primary",
            key="keep-edition",
            on_click=keep_edition,
            args=(framework,),
        )
    differences(edition_changes(current, framework))
