"""Every test of a page has a database of its own, and nothing may fail in any of its runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from clf_store import Store
from clf_ui import loaders
from tests.app import driver


@pytest.fixture(scope="session")
def samples_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start leaves it; tests take copies."""
    path = tmp_path_factory.mktemp("app") / "samples.sqlite3"
    store = Store.open(f"sqlite:///{path}")
    loaders.load_samples(store, driver.framework())
    store.backup(path.with_name("copy.sqlite3"))
    store.close()
    return path.with_name("copy.sqlite3")


def _in_environment(file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{file}"
    monkeypatch.setenv("CLF_DATABASE_URL", url)
    monkeypatch.delenv("CLF_FRAMEWORK", raising=False)
    return url


@pytest.fixture
def database(samples_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database with the samples, which the app will open."""
    shutil.copyfile(samples_file, tmp_path / "clf.sqlite3")
    return _in_environment(tmp_path / "clf.sqlite3", monkeypatch)


@pytest.fixture
def new_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database that does not exist yet, which the app will make."""
    return _in_environment(tmp_path / "new.sqlite3", monkeypatch)


@pytest.fixture(autouse=True)
def every_run_is_checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After every run of a page: no exception, no failure behind the error boundary, no unsafe HTML."""
    run = AppTest._run

    def checked(self: AppTest, *args: object, **kwargs: object) -> AppTest:
        at = run(self, *args, **kwargs)
        driver.check(at)
        return at

    opened: list[Store] = []
    open_store = Store.open

    def noted(url: str) -> Store:
        opened.append(open_store(url))
        return opened[-1]

    monkeypatch.setattr(AppTest, "_run", checked)
    monkeypatch.setattr(loaders.Store, "open", noted)
    yield
    for store in opened:
        store.close()
