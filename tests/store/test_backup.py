"""A backup of a large database while people write: nobody is refused, and nobody waits for long."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from clf_store import Store
from tests.long import times

WRITERS, PAUSE = 3, 0.02
MEGABYTES = times(150, short=15)
LONGEST = times(250, short=2000)  # milliseconds; a busy machine takes longer for any write


@pytest.mark.endurance
@pytest.mark.timeout(300)
def test_a_backup_under_steady_writing_refuses_nobody_and_holds_nobody_up(tmp_path: Path) -> None:
    waits: list[float] = []
    stop = Event()
    with closing(Store.open(f"sqlite:///{tmp_path / 'clf.sqlite3'}")) as store:
        for number in range(MEGABYTES):
            store.set_setting(f"large {number}", "x" * 1_000_000)

        def write(key: str) -> None:
            while not stop.is_set():
                since = time.perf_counter()
                store.set_setting(key, str(since))
                waits.append(time.perf_counter() - since)
                time.sleep(PAUSE)

        writers = [Thread(target=write, args=(f"writer {number}",)) for number in range(WRITERS)]
        for one in writers:
            one.start()
        time.sleep(0.2)
        store.backup(tmp_path / "backup.sqlite3")
        assert all(one.is_alive() for one in writers)  # whom a write is refused has ended
        stop.set()
        for one in writers:
            one.join()
    assert max(waits) * 1000 <= LONGEST
    with closing(sqlite3.connect(tmp_path / "backup.sqlite3")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM setting WHERE key LIKE 'large%'").fetchone() == (MEGABYTES,)
