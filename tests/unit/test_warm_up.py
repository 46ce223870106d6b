"""Opening the database in the background, before the first browser asks."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from clf_store import Store
from clf_ui.shared import loaders
from clf_ui.shell.warm_up import GIVES_WAY, finished, warm_up


@pytest.fixture(autouse=True)
def nothing_stays_frozen() -> Iterator[None]:
    """What a test kept out of garbage collection is let in again."""
    gc.unfreeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("opens", [True, False])
def test_it_ends_whether_the_database_opens_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, opens: bool
) -> None:
    file = tmp_path / "clf.sqlite3"
    monkeypatch.setenv("CLF_DATABASE_URL", f"sqlite:///{file}" if opens else "nowhere")
    usual = sys.getswitchinterval()
    warm_up()
    finished()
    assert sys.getswitchinterval() == usual
    assert gc.get_freeze_count() > 0
    assert file.exists() == opens


def test_it_opens_the_database_once_and_lets_others_work_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLF_DATABASE_URL", f"sqlite:///{tmp_path / 'clf.sqlite3'}")
    intervals: list[float] = []
    as_it_is = Store.open

    def noting(url: str) -> Store:
        intervals.append(sys.getswitchinterval())
        return as_it_is(url)

    monkeypatch.setattr(Store, "open", noting)
    warm_up()
    finished()
    assert intervals == [pytest.approx(GIVES_WAY, rel=0.01)]
    assert loaders.st_store().assessments("clf")
    assert len(intervals) == 1
