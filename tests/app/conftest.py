"""Every test of a page has a database of its own, and nothing may fail in any run of a page."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from clf_store import Store
from clf_store.samples import BROUGHT
from clf_ui import state
from clf_ui.shared import loaders, quick_taps, visitor
from clf_ui.shared.samples import bring_samples
from clf_ui.state import tab
from tests.app import driver


@pytest.fixture(scope="session", autouse=True)
def installed_packages_are_looked_through_once() -> Iterator[None]:
    """AppTest searches all that is installed for components at the start of every page: half of its time."""
    scan = manifest_scanner.scan_component_manifests
    manifest_scanner.scan_component_manifests = cache(scan)
    yield
    manifest_scanner.scan_component_manifests = scan


@pytest.fixture(autouse=True)
def nobody_is_too_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests answer and decide faster than people can read."""
    monkeypatch.setattr(quick_taps, "TOO_SOON", 0.0)
    monkeypatch.setattr(quick_taps, "TWICE", 0.0)
    monkeypatch.setattr(tab, "SEEN", 0.0)


@pytest.fixture(scope="session")
def samples_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start leaves it; tests take copies."""
    path = tmp_path_factory.mktemp("app") / "samples.sqlite3"
    store = Store.open(f"sqlite:///{path}")
    store.signing_key("k" * 43)
    bring_samples(store, driver.framework(), at=loaders.now())
    store.close()
    copy = path.with_name("copy.sqlite3")
    # Not by the store's backup, which leaves out what single people answered.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in use that holds no assessment; tests take copies."""
    path = tmp_path_factory.mktemp("app") / "empty.sqlite3"
    store = Store.open(f"sqlite:///{path}")
    store.set_setting(BROUGHT, "yes")
    store.signing_key("k" * 43)
    store.close()
    return path


def _opened_with(file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{file}"
    monkeypatch.setenv("CLF_DATABASE_URL", url)
    return url


@pytest.fixture
def database(samples_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the app's database, with the samples in it."""
    return _opened_with(shutil.copyfile(samples_file, tmp_path / "clf.sqlite3"), monkeypatch)


@pytest.fixture
def empty_database(empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of the app's database, in which everything has been deleted."""
    return _opened_with(shutil.copyfile(empty_file, tmp_path / "empty.sqlite3"), monkeypatch)


@pytest.fixture
def new_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a database that does not exist yet, which the app will make."""
    return _opened_with(tmp_path / "new.sqlite3", monkeypatch)


@pytest.fixture
def garden(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database and the made-up framework: 3 stages, 9 capabilities, organisation only."""
    monkeypatch.setenv("CLF_FRAMEWORK", str(driver.GARDEN))
    return empty_database


@pytest.fixture(autouse=True)
def every_run_is_checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After every run: nothing failed. What downloads would give is kept, and every store closed."""
    monkeypatch.delenv("CLF_FRAMEWORK", raising=False)
    driver.downloads.clear()
    opened: list[Store] = []
    run, open_store, add_deferred = AppTest._run, Store.open, MediaFileManager.add_deferred

    def checked(self: AppTest, *args: Any, **kwargs: Any) -> AppTest:
        with monkeypatch.context() as cookies:
            name = driver.browser_of.get(self, "local")
            # AppTest has a mock where a browser has its cookies.
            cookies.setattr(state, "browser", lambda: name)
            cookies.setattr(visitor, "cookie", lambda: name)
            cookies.setattr(visitor, "address", lambda: None)
            at = run(self, *args, **kwargs)
        driver.check(at)
        return at

    def noted(url: str) -> Store:
        opened.append(open_store(url))
        return opened[-1]

    def kept(
        self: MediaFileManager, make: Callable[[], bytes | str], *args: Any, file_name: str, **kwargs: Any
    ) -> str:
        driver.downloads.pop(file_name, None)  # the last one drawn comes last
        driver.downloads[file_name] = make
        return add_deferred(self, make, *args, file_name=file_name, **kwargs)

    monkeypatch.setattr(AppTest, "_run", checked)
    monkeypatch.setattr(Store, "open", noted)
    monkeypatch.setattr(MediaFileManager, "add_deferred", kept)
    yield
    for store in opened:
        store.close()
