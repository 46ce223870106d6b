"""The application as served: `streamlit run app.py`.

The frame script lies in a folder without `pages/`, so that Streamlit never runs a page outside the frame.
"""

import sys

import streamlit as st

from clf_ui.access.session import begin
from clf_ui.failures import tell_failures, uncaught
from clf_ui.floods import open_more_files, room_for, share_one_loop
from clf_ui.memory import keep_few_pools
from clf_ui.server import MIDDLEWARE, routes, watch_no_files
from clf_ui.settings import ROOT
from clf_ui.stopping import lifespan
from clf_ui.warm_up import warm_up

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
tell_failures()
app = st.App(
    ROOT / "clf_ui" / "frame.py",
    middleware=MIDDLEWARE,
    routes=routes(),
    lifespan=lifespan,
    on_script_error=uncaught,
)
warm_up()
