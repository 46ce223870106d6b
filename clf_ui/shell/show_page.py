"""The one way in which a page about an assessment is shown."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ..assessments.editions import edition_notice
from ..assessments.welcome import nothing_yet
from ..assessments.whole import deleted_notice
from ..shared.demonstration import banner
from ..shared.derived import begin_page
from ..shared.errors import boundary
from ..shared.view import View, current_view, note_shown
from .context_line import GONE, InView, context_line


def show(body: Callable[[View], None]) -> None:
    """Show a page that is about one assessment: the line under the navigation, then the page's body."""
    with boundary():
        begin_page()
        deleted_notice()
        found = context_line()
        if found is InView.NOTHING:
            nothing_yet()
            return
        if found is InView.GONE:
            st.warning(GONE, icon=":material/link_off:")
            return
        view = current_view()
        if view.info.demonstration:
            banner(view)
        edition_notice(view)
        note_shown(view)
        body(view)
