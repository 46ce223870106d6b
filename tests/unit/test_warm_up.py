"""Opening the database in the background, before the first browser asks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from clf_store import Store
from clf_ui import loaders
from clf_ui.warm_up import finished, warm_up


@pytest.mark.parametrize("opens", [True, False])
def test_it_ends_whether_the_database_opens_or_not_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, opens: bool
) -> None:
    file = tmp_path / "clf.sqlite3"
    monkeypatch.setenv("CLF_DATABASE_URL", f"sqlite:///{file}" if opens else "nowhere")
    usual = sys.getswitchinterval()
    warm_up()
    finished()
    assert sys.getswitchinterval() == usual
    assert file.exists() == opens


def test_the_page_meets_the_database_that_it_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLF_DATABASE_URL", f"sqlite:///{tmp_path / 'clf.sqlite3'}")
    opened = 0
    as_it_is = Store.open

    def counting(url: str) -> Store:
        nonlocal opened
        opened += 1
        return as_it_is(url)

    monkeypatch.setattr(Store, "open", counting)
    warm_up()
    finished()
    assert loaders.st_store().assessments("clf")
    assert opened == 1
