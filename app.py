"""The application as served: `streamlit run app.py`.

The frame script lies in a folder without `pages/`, so that Streamlit never runs a page outside the frame.
"""

import sys

import streamlit as st

from clf_ui.access.session import begin
from clf_ui.shared.config import ROOT
from clf_ui.shared.failures import tell_failures, uncaught
from clf_ui.shell.floods import open_more_files, room_for, share_one_loop
from clf_ui.shell.memory import keep_few_pools
from clf_ui.shell.runs import begin_quietly, let_runs_finish
from clf_ui.shell.server import MIDDLEWARE, routes, watch_no_files
from clf_ui.shell.stopping import lifespan
from clf_ui.shell.warm_up import warm_up

try:
    said = begin()
except ValueError as error:
    sys.exit(str(error))
files = open_more_files()
if said:
    print(f"\n{said}\n{room_for(files)}\n", flush=True)
keep_few_pools()
watch_no_files()
share_one_loop()
let_runs_finish()
begin_quietly()
tell_failures()
app = st.App(
    ROOT / "clf_ui" / "shell" / "frame.py",
    middleware=MIDDLEWARE,
    routes=routes(),
    lifespan=lifespan,
    on_script_error=uncaught,
)
warm_up()
