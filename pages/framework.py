"""Framework.

Who: anyone who wants the text itself; someone who brings another framework.
Wants to know: what a stage of a capability means, word for word, and whether a framework file is sound.
Next: back to judging, or mend the file.
"""

import streamlit as st

from clf_ui.errors import boundary
from clf_ui.framework import check_file, descriptors, find, text
from clf_ui.loaders import st_framework
from clf_ui.wording import plain

with boundary():
    framework = st_framework()
    st.header(plain(framework.title), anchor=False)
    st.caption(f"Source: {plain(framework.source)}")
    read, check = st.tabs(["Read", "Check another framework"], on_change="rerun", key="framework-tabs")
    if read.open:
        with read:
            if not find(framework):
                descriptors(framework)
                text(framework)
    if check.open:
        with check:
            check_file()
