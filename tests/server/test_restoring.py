"""A backup is put back while people have the dashboard open: nothing stale is written, and they are told."""

from __future__ import annotations

import shutil
import time
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clf_model import Assessment, Judgement, load_framework
from clf_store import Store
from clf_ui.state import RETURNED
from clf_ui.wording import JUDGEMENTS, plain
from tests.browser.conftest import ROOT, AppServer
from tests.long import IS_LONG, times
from tests.server.client import Session
from tests.server.rooms import content, open_room

FRAMEWORK = load_framework(ROOT / "framework.yaml")
CAPABILITY = FRAMEWORK.capabilities[0]
FIRST, SECOND, THIRD = (indicator.id for indicator in CAPABILITY.indicators[:3])
SOON = times(10, short=30)  # seconds in which each who has it open is told; a busy machine takes longer
MET, PARTLY, NOT_YET, _ = JUDGEMENTS.values()


@pytest.mark.endurance
@pytest.mark.timeout(900)
def test_what_is_open_across_a_restore_writes_nothing_stale_and_is_told(tmp_path: Path) -> None:
    file, kept = tmp_path / "data" / "clf.sqlite3", tmp_path / "kept.sqlite3"
    file.parent.mkdir()
    app = AppServer(f"sqlite:///{file}", tmp_path / "log.txt")
    app.start()
    with closing(Store.open(app.database_url)) as store:
        empty = Assessment(FRAMEWORK.id, "Lochside", date(2026, 3, 2))
        assessment_id = store.add(empty, FRAMEWORK, who="test", at=datetime.now(UTC))
    address = f"{app.url}/checklist?assessment={assessment_id}&capability={CAPABILITY.id}&stage=all"
    tabs = [Session(address) for _ in range(times(10, short=1))]
    with closing(Store.open(app.database_url)) as store:
        store.backup(kept)
    rooms = [open_room(app)] if IS_LONG else []
    for turn in range(times(5, short=1)):
        phones = [] if turn else [room.phone() for room in rooms]  # the backup is from before their workshop
        for tab in tabs:
            tab.choose(f"{FIRST} ", MET)
            tab.choose(f"{SECOND} ", PARTLY)
        app.stop()
        for left in file.parent.iterdir():
            left.unlink()
        shutil.copy(kept, file)
        app.start()
        Session(app.url).close()  # what each start does to a database is done
        with closing(Store.open(app.database_url)) as store:
            before = content(app)
            for tab in tabs:
                since = time.monotonic()
                tab.reconnect()
                assert plain(RETURNED) in tab.screen.texts
                assert time.monotonic() - since < SOON
            for phone in phones:
                phone.reconnect()
                phone.wait(0.5)
            assert content(app) == before  # though the tabs' own choices came back with them
            tabs[0].choose(f"{THIRD} ", NOT_YET)
            held = store.load(assessment_id).assessment.records
            assert {id_: record.judgement for id_, record in held.items()} == {THIRD: Judgement.NOT_MET}
    for one in (*tabs, *rooms):
        one.close()
    app.stop()
