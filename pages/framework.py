"""Framework.

Who: anyone who wants the text itself; someone who brings another framework, or needs paper.
Wants to know: what a stage of a capability means, word for word, and whether a framework file is sound.
Next: back to judging, print a sheet, or mend the file.
"""

import streamlit as st

from clf_ui.assessments.editions import known_editions
from clf_ui.framework.page import check_file, descriptors, find, say_notice, text
from clf_ui.report.blank_sheets import blank_sheets
from clf_ui.shared.errors import boundary
from clf_ui.shared.loaders import st_framework
from clf_ui.shell.navigation import page_line
from clf_ui.wording import plain

page_line()
with boundary():
    say_notice()
    framework = st_framework()
    st.header(plain(framework.title), anchor=False)
    st.caption(f"Source: {plain(framework.source)}")
    read, sheets, editions, check = st.tabs(
        ["Read", "Print", "Editions", "Check another framework"], on_change="rerun", key="framework-tabs"
    )
    if read.open:
        with read:
            if not find(framework):
                descriptors(framework)
                text(framework)
    if sheets.open:
        with sheets:
            blank_sheets(framework)
    if editions.open:
        with editions:
            known_editions()
    if check.open:
        with check:
            check_file()
