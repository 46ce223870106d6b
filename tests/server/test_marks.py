"""After a judgement, what was drawn again by itself is what the whole page says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from clf_model import Assessment, Capability, load_framework
from clf_store import Store
from clf_ui.wording import JUDGEMENTS
from tests.browser.conftest import ROOT, AppServer
from tests.long import IS_LONG
from tests.server.client import Session

FRAMEWORK = load_framework(ROOT / "framework.yaml")
MET, _, NOT_YET, _ = JUDGEMENTS.values()
SOME = FRAMEWORK.capabilities if IS_LONG else FRAMEWORK.capabilities[1:3]
MOST_DELTAS = 22  # where a judgement moves every mark of a capability, its tab and the radar


@pytest.fixture(scope="module")
def store(app: AppServer) -> Iterator[Store]:
    """What the app writes."""
    opened = Store.open(app.database_url)
    yield opened
    opened.close()


@pytest.mark.endurance
@pytest.mark.parametrize("capability", SOME, ids=lambda capability: capability.id)
def test_every_mark_on_the_checklist_follows_every_judgement(
    capability: Capability, app: AppServer, store: Store
) -> None:
    """Each indicator in the framework's order: met, which reaches stage after stage; then the first of each
    stage no longer, which locks what comes after; and back."""
    assessment = Assessment(FRAMEWORK.id, f"All of {capability.short_name}", date(2026, 3, 2))
    assessment_id = store.add(assessment, FRAMEWORK, who="test", at=datetime.now(UTC))
    firsts = {indicator.stage_id: indicator.id for indicator in reversed(capability.indicators)}
    steps = [(indicator.id, MET) for indicator in capability.indicators]
    steps += [(id_, word) for id_ in firsts.values() for word in (NOT_YET, MET)]
    address = f"{app.url}/checklist?assessment={assessment_id}&capability={capability.id}&stage=all"
    with Session(address) as session:
        for indicator_id, word in steps:
            session.choose(f"{indicator_id} ", word)
            by_itself = session.screen.content()
            assert session.deltas <= MOST_DELTAS, indicator_id
            session.rerun()
            assert by_itself == session.screen.content(), (indicator_id, word)
