"""A file of an edition that this database does not hold: what is known of it, and the way over."""

from __future__ import annotations

import streamlit as st

from clf_model import Framework, parse_assessment, parse_framework
from clf_model.editions import edition_changes
from clf_model.files.assessment import made_with

from .. import state
from ..shared.errors import show_problems
from ..shared.loaders import st_framework
from ..wording import plain, unmarked
from .editions import differences


def edition_given(data: bytes, name: str, edition: str) -> Framework | None:
    """The edition that an assessment file was made with, once its text is given; None before.

    Says what can be said without the text, asks for it, and then shows what differs from the edition in use.
    """
    current = st_framework()
    _, problems = parse_assessment(data, name, current)
    said = next(iter(problems)).message if problems else ""
    st.warning(plain(said or f"The file was made with the edition {edition}."), icon=":material/difference:")
    st.markdown(
        "This database does not hold that edition's text, and only the text says what its judgements meant. "
        "Give its framework file, which whoever made the assessment has; then it comes in whole, and is "
        "carried over to the edition in use in one step."
    )
    file = st.file_uploader(
        unmarked(f"Framework file of the edition {edition} (YAML)"), ["yaml", "yml"], key=state.OWN_EDITION
    )
    if file is None:
        return None
    framework, problems = parse_framework(file.getvalue(), file.name)
    if framework is None:
        show_problems(problems)
        return None
    if framework.digest != made_with(data).digest:
        st.error(
            plain(
                f"{file.name} has the edition {framework.edition} with another text. Give the file that the "
                "assessment was made with: its digest begins with "
                f"{(made_with(data).digest or '')[:12]}, and that of this one with {framework.digest[:12]}."
            ),
            icon=":material/error:",
        )
        return None
    with st.expander("What differs between that edition and the one in use"):
        differences(edition_changes(framework, current))
    return framework
