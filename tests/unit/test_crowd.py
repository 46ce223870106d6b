"""Many at once: pages of a room are drawn one after the other, and the process keeps few pools of memory."""

from __future__ import annotations

import base64
import os
import platform
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

from clf_ui.shared import polling
from clf_ui.shared.config import ROOT
from clf_ui.shared.look import ASSETS, UI, picture, style
from clf_ui.shell.memory import POOLS

POOLS_OF_TWENTY_THREADS = """
import ctypes, tempfile, threading
{before}
together = threading.Barrier(20)
kept = []
def take() -> None:
    together.wait()
    kept.append(bytearray(4096))
    together.wait()
threads = [threading.Thread(target=take) for _ in range(20)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
with tempfile.NamedTemporaryFile() as file:
    told = ctypes.c_void_p(libc.fopen(file.name.encode(), b"w"))
    libc.malloc_info(0, told)
    libc.fclose(told)
    print(file.read().count(b"<heap "))
"""


def _printed(script: str, folder: Path) -> str:
    """What a new process prints that runs this, with a database in the folder."""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "CLF_DATABASE_URL": f"sqlite:///{folder / 'clf.sqlite3'}"},
        text=True,
    )
    return done.stdout


def test_pages_of_a_room_are_drawn_one_after_the_other() -> None:
    drawn: list[str] = []

    def draw(_: int) -> None:
        with polling.in_turn():
            drawn.append("begins")
            time.sleep(0.002)
            drawn.append("ends")

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(draw, range(20)))
    assert drawn == ["begins", "ends"] * 20


@pytest.mark.parametrize("end", [ZeroDivisionError(), StopException(), RerunException(RerunData())], ids=type)
def test_a_page_that_ends_early_gives_up_its_turn(
    monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    monkeypatch.setattr(polling, "_turn", turn := threading.Lock())

    def draw() -> None:
        with polling.in_turn():
            assert turn.locked()
            raise end

    with pytest.raises(type(end)):
        draw()
    assert not turn.locked()


def test_nobody_waits_for_ever_for_a_page_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PATIENCE", 0.01)
    hangs, over = threading.Event(), threading.Event()

    def hang() -> None:
        with polling.in_turn():
            hangs.set()
            over.wait()

    with ThreadPoolExecutor(1) as pool:
        stuck = pool.submit(hang)
        hangs.wait()
        for _ in range(2):
            with polling.in_turn():
                pass
            assert polling._turn.locked()  # who went without a turn gives up nobody else's
        over.set()
        stuck.result()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has pools that can be limited")
def test_threads_share_few_pools_of_memory(tmp_path: Path) -> None:
    def pools(before: str) -> int:
        return int(_printed(POOLS_OF_TWENTY_THREADS.format(before=before), tmp_path))

    limited, served = "from clf_ui.shell.memory import keep_few_pools; keep_few_pools()", "import app"
    assert pools(limited) == POOLS
    assert pools(served) < pools("import streamlit")


def test_what_is_served_keeps_streamlit_from_watching_files(tmp_path: Path) -> None:
    script = "import app, streamlit.runtime.app_session as s; print(s.AppSession.register_file_watchers)"
    assert "watch_no_files" in _printed(script, tmp_path)


def test_style_sheets_and_the_icon_hold_what_their_files_hold() -> None:
    sheets = ("style.css", "bare.css")
    found = style(*sheets).removeprefix("<style>").removesuffix("</style>")
    assert found.split() == [word for name in sheets for word in (UI / name).read_text("utf-8").split()]
    kind, content = picture("icon.svg").split(",")
    assert kind == "data:image/svg+xml;base64"
    assert base64.b64decode(content) == (ASSETS / "icon.svg").read_bytes()
