"""A stop by Ctrl+C or SIGTERM while people write: one file is left, with all that was acknowledged."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import threading
from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path

import pytest

from clf_model import Assessment, load_framework
from clf_store import Store
from clf_ui.wording import JUDGEMENTS
from tests.browser.conftest import ROOT, AppServer
from tests.long import times
from tests.server.client import NotShownError, Session

FRAMEWORK = load_framework(ROOT / "framework.yaml")
CAPABILITY = FRAMEWORK.capabilities[0]
WRITERS = 3
SECONDS = 10  # that a stop may take: as long as Docker waits


class Writer(threading.Thread):
    """Somebody who judges one indicator after the other until the dashboard is gone."""

    def __init__(self, app: AppServer, assessment_id: int) -> None:
        super().__init__(daemon=True)
        self.assessment_id, self.acknowledged = assessment_id, 0
        self.begun = threading.Event()
        self.ended: Exception | None = None
        self._session = Session(
            f"{app.url}/checklist?assessment={assessment_id}&capability={CAPABILITY.id}&stage=all"
        )

    def run(self) -> None:
        """Count what the page has acknowledged, each a change of its own."""
        met, _, not_yet, _ = JUDGEMENTS.values()
        pairs = cycle([(i.id, word) for word in (met, not_yet) for i in CAPABILITY.indicators])
        try:
            with self._session as session:
                for indicator_id, word in pairs:
                    with suppress(NotShownError):  # what was not acknowledged is not counted
                        session.choose(f"{indicator_id} ", word)
                        self.acknowledged += 1
                        self.begun.set()
        except Exception as error:  # whatever a broken connection raises
            self.ended = error


@pytest.mark.endurance
@pytest.mark.timeout(1800)
def test_a_stop_during_writes_leaves_one_whole_file_with_all_that_was_acknowledged(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    app = AppServer(f"sqlite:///{folder / 'clf.sqlite3'}", tmp_path / "log.txt")
    changed: Counter[int] = Counter()
    for turn in range(times(30, short=3)):
        app.start()
        with closing(Store.open(app.database_url)) as store:
            empty = Assessment(FRAMEWORK.id, f"Turn {turn}", date(2026, 3, 2))
            added = store.add_all([empty] * WRITERS, FRAMEWORK, who="test", at=datetime.now(UTC))
        writers = [Writer(app, one) for one in added]
        for writer in writers:
            writer.start()
        for writer in writers:
            assert writer.begun.wait(150), (turn, writer.ended)
        assert app.process is not None
        app.process.send_signal(signal.SIGINT if turn % 2 else signal.SIGTERM)
        app.process.wait(SECONDS)
        for writer in writers:
            writer.join(10)
            changed[writer.assessment_id] = writer.acknowledged
        assert [file.name for file in folder.iterdir()] == ["clf.sqlite3"]
        copied = shutil.copy(folder / "clf.sqlite3", tmp_path / "copied.sqlite3")
        with closing(sqlite3.connect(copied)) as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            found = dict(copy.execute("SELECT assessment_id, max(revision) FROM event GROUP BY 1"))
        for assessment_id, acknowledged in changed.items():
            assert found[assessment_id] >= acknowledged, turn


def test_a_stop_before_anybody_has_come_leaves_one_file_too(tmp_path: Path) -> None:
    """The database is opened in the background, so that a stop can meet the samples half loaded."""
    folder = tmp_path / "data"
    folder.mkdir()
    app = AppServer(f"sqlite:///{folder / 'clf.sqlite3'}", tmp_path / "log.txt")
    app.start()
    assert app.process is not None
    app.process.send_signal(signal.SIGTERM)
    app.process.wait(SECONDS)
    assert [file.name for file in folder.iterdir()] in ([], ["clf.sqlite3"])
