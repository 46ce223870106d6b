"""What one judgement on the full Checklist costs, from the click to what it changes on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clf_model import Assessment, load_framework
from clf_store import Store
from clf_ui.wording import JUDGEMENTS
from tests.browser.conftest import ROOT, AppServer
from tests.server.client import Session

FRAMEWORK = load_framework(ROOT / "framework.yaml")
MET, _, NOT_YET, _ = JUDGEMENTS.values()
MOST_STATEMENTS = 12  # with those that begin a transaction
MOST_MESSAGES = 20  # of any kind, where no other stage is reached
STATEMENTS = "CLF_STATEMENTS"


@pytest.fixture
def counted(tmp_path: Path) -> Iterator[tuple[AppServer, Path]]:
    """A dashboard that notes its SQL statements, and the file of them."""
    notes = tmp_path / "statements"
    environment = {"PYTHONPATH": str(Path(__file__).parent / "counting"), STATEMENTS: str(notes)}
    database = f"sqlite:///{tmp_path / 'clf.sqlite3'}"
    with AppServer(database, tmp_path / "log.txt", environment=environment) as running:
        running.start()
        yield running, notes


def test_a_judgement_reads_everything_once_and_sends_what_it_changes(
    counted: tuple[AppServer, Path],
) -> None:
    """The first on an indicator and by an author, another one on it, and one in another stage."""
    app, notes = counted
    store = Store.open(app.database_url)
    assessment = Assessment(FRAMEWORK.id, "Counted Care", date(2026, 3, 2))
    id_ = store.add(assessment, FRAMEWORK, who="test", at=datetime.now(UTC))
    store.close()
    capability = FRAMEWORK.capabilities[0]
    first, last = capability.indicators[0], capability.indicators[-1]
    with Session(f"{app.url}/checklist?assessment={id_}&capability={capability.id}&stage=all") as session:
        for indicator, word in ((first, MET), (first, NOT_YET), (last, MET)):
            notes.write_text("", encoding="utf-8")
            session.choose(f"{indicator.id} ", word)
            said = notes.read_text(encoding="utf-8").splitlines()
            assert len(said) <= MOST_STATEMENTS, "\n".join(said)
            assert session.messages <= MOST_MESSAGES, session.messages
