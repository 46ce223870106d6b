"""A fragment that is asked for just as a run ends takes nothing of what that run drew."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.script_data import ScriptData
from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from clf_ui.shell.runs import let_runs_finish

PAGE = """
import streamlit as st

@st.fragment(key="clock")
def clock():
    st.session_state.draws = st.session_state.get("draws", 0) + 1
    st.text(f"clock {st.session_state.draws}")

clock()
st.text("what was said last")
"""
LONG = 20.0  # seconds


@pytest.fixture
def as_the_program_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AppSession, "_create_scriptrunner", AppSession._create_scriptrunner)
    monkeypatch.setattr(runtime, "get_instance", MagicMock())  # of which a run asks for its pictures
    let_runs_finish()


def _texts(session: AppSession) -> Iterator[str]:
    for message in session.flush_browser_queue():
        if message.HasField("delta") and message.delta.new_element.HasField("text"):
            yield message.delta.new_element.text.body


async def _play(script: Path) -> list[str]:
    """A page is drawn; before the server has passed on a word of it, its fragment is asked for."""
    session = AppSession(
        ScriptData(str(script), is_hello=False),
        MemoryUploadedFileManager("/upload"),
        ScriptCache(),
        message_enqueued_callback=None,
        user_info={},
    )
    session.request_rerun(ClientState())
    runner = session._scriptrunner
    assert runner is not None
    assert runner._script_thread is not None
    runner._script_thread.join(LONG)  # all this time the server, which is this thread, passes nothing on
    (fragment,) = session._fragment_storage._fragments
    session.request_rerun(ClientState(fragment_id=fragment))
    said: list[str] = []
    end = time.monotonic() + LONG
    while "clock 2" not in said and time.monotonic() < end:
        await asyncio.sleep(0.01)
        said += _texts(session)
    session.shutdown()
    return said


@pytest.mark.usefixtures("as_the_program_does")
def test_what_a_run_drew_arrives_before_a_fragment_that_was_asked_for_at_its_end(tmp_path: Path) -> None:
    script = tmp_path / "page.py"
    script.write_text(PAGE)
    with ThreadPoolExecutor(1) as thread:  # away from the loop that a browser's driver has left in this one
        said = thread.submit(lambda: asyncio.run(_play(script))).result()
    assert "clock 2" in said
    assert "what was said last" in said
