"""The server is killed between clicks: what the page had acknowledged is there, and the page goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from clf_model import Assessment, Judgement, Perspective, load_framework
from clf_store import Store
from tests.browser.conftest import ROOT, WHILE_AWAY, NewPage, StartServer
from tests.browser.judging import answer, result
from tests.browser.places import returned, settled, watch_for_return
from tests.long import times

KILLS = times(20, short=2)
CAPABILITY = "learning-culture"
WORDS = (("Met", Judgement.MET), ("Partly", Judgement.PARTLY), ("Not yet", Judgement.NOT_MET))


@pytest.mark.endurance
@pytest.mark.timeout(300)
def test_kills_lose_no_acknowledged_judgement(server: StartServer, new_page: NewPage, tmp_path: Path) -> None:
    framework = load_framework(ROOT / "framework.yaml")
    ids = [
        i.id for i in framework.capability(CAPABILITY).indicators if i.perspective is Perspective.ORGANISATION
    ]
    assert len(ids) == 15  # as the framework's text has it: 5, 5, 3 and 2
    url = f"sqlite:///{tmp_path / 'clf.sqlite3'}"
    store = Store.open(url)
    assessment = Assessment(framework.id, "Lochside Care", date(2026, 3, 2))
    aid = store.add(assessment, framework, who="a test", at=datetime.now(UTC))
    page = new_page(allowed=WHILE_AWAY)
    expected: dict[str, Judgement | None] = {}
    with server(database_url=url) as app:
        page.goto(f"{app.url}/checklist?assessment={aid}&capability={CAPABILITY}")
        expect(result(page)).to_contain_text("0 of 15 indicators discussed")
        settled(page)
        for kill in range(KILLS):
            if kill:  # the first one is before anything was done on the page
                indicator_id = ids[(kill - 1) % len(ids)]
                word, judgement = WORDS[(kill - 1) % len(WORDS)]
                answer(page, indicator_id, word).click()
                # 15 are judged one by one, then the first ones by the same buttons, which clears them.
                expected[indicator_id] = judgement if kill <= len(ids) else None
                discussed = sum(one is not None for one in expected.values())
                expect(result(page)).to_contain_text(f"{discussed} of 15 indicators discussed")
            watch_for_return(page)
            app.kill()
            app.start()
            kept = store.load(aid).assessment
            assert {id_: kept.judgement(id_) for id_ in expected} == expected
            returned(page)
        for place, indicator_id in enumerate(ids):
            word, _ = WORDS[place % len(WORDS)]
            is_kept = expected.get(indicator_id) is not None
            expect(answer(page, indicator_id, word)).to_be_checked(checked=is_kept)
        page.close()
    store.close()
