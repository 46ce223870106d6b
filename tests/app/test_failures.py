"""What fails in a click or a download is told in a sentence, and leaves one line in the log."""

from __future__ import annotations

import asyncio
import logging
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn, cast

import pytest
import sqlalchemy as sa
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from clf_model import Judgement, UnknownIdError
from clf_store import NotFoundError, Store
from clf_store.sql.database import translated
from clf_ui.assessments.exchange import backup_bytes
from clf_ui.shared.failures import tell_failures, uncaught
from clf_ui.shared.loaders import st_store
from tests.app.driver import open_page, own, shows, told

SECRET = "what Ann said of her manager"


def _stopped() -> NoReturn:
    with translated():
        raise sa.exc.OperationalError("UPDATE r SET n = :n", {"n": SECRET}, Exception("server closed"))


def _unknown() -> NoReturn:
    raise UnknownIdError("indicator", "9.9.O9", ["1.1.O1"])


def _gone() -> NoReturn:
    raise NotFoundError("assessment", 99)


def _faulty() -> NoReturn:
    raise ValueError(SECRET)


FAILURES: dict[Callable[[], NoReturn], tuple[str, str]] = {
    _stopped: ("The database does not answer, so nothing was saved.", "StoreError of OperationalError"),
    _unknown: ("9.9.O9", "UnknownIdError at"),
    _gone: ("This assessment is not there.", "NotFoundError at"),
    _faulty: ("Something went wrong on this page.", "ValueError at"),
}


@pytest.fixture(autouse=True)
def log_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test before this one has set up: what it turns off is off for the whole process."""
    monkeypatch.setattr(logging.getLogger("clf"), "disabled", False)


def _one_line(caplog: pytest.LogCaptureFixture, begins: str) -> None:
    records = [one for one in caplog.records if one.levelno >= logging.WARNING]
    (line,) = [one.getMessage() for one in records if "missing ScriptRunContext" not in one.getMessage()]
    assert line.startswith(begins)
    assert SECRET not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("fails", FAILURES)
def test_a_click_that_fails_is_told_where_it_was_made(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fails: Callable[[], NoReturn],
) -> None:
    made = own(database)
    at = open_page("checklist", assessment=made)
    monkeypatch.setattr(Store, "change", lambda *_, **__: fails())
    monkeypatch.setattr("tests.app.driver.FAILED", "nothing says this")  # a fault is what is tried here
    at.segmented_control(key=f"judge-{made}-1.1.O1").set_value(Judgement.MET).run()
    sentence, line = FAILURES[fails]
    assert [sentence in one for one in told(at)] == [True]
    _one_line(caplog, line)
    assert shows(at.run(), f"judge-{made}-1.1.O2")  # the page is there all the same


def _asked_for(make: Callable[[], str | bytes]) -> Any:
    """What the server answers a browser that asks for a file which is made only then."""
    tell_failures()
    manager = MediaFileManager(MemoryMediaFileStorage("/media"))
    entry = {"callable": make, "mimetype": "text/csv", "filename": "a.csv", "coordinates": "0"}
    manager._deferred_callables["one"] = cast(Any, entry)
    with pytest.MonkeyPatch.context() as outside_of_a_run:
        outside_of_a_run.setattr("streamlit.runtime.media_file_manager._get_session_id", lambda: "session")
        request = BackendOperationRequest(request_id="r", deferred_file={"file_id": "one"})
        return asyncio.run(DeferredFileHandler(lambda: manager).handle(request, "session"))


@pytest.mark.parametrize("fails", FAILURES)
def test_a_download_that_fails_says_why_at_its_button(
    caplog: pytest.LogCaptureFixture, fails: Callable[[], NoReturn]
) -> None:
    answer = _asked_for(fails)
    sentence, line = FAILURES[fails]
    assert sentence in answer.error_msg
    assert not answer.HasField("deferred_file")
    _one_line(caplog, line)


def _no_such_folder(tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tempfile, "tempdir", str(tmp_path / "none"))


def _no_room(tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(tempfile, "tempdir", str(tmp_path))
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@pytest.mark.parametrize("lacks", [_no_such_folder, _no_room])
def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(
    database: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    lacks: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    st_store().setting("warm")  # opened before there is no room
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    lacks(tmp_path, monkeypatch)
    try:
        answer = _asked_for(backup_bytes)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert answer.error_msg.startswith("No backup was made: the folder for temporary files")
    assert list(tmp_path.glob("tmp*")) == []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert _asked_for(backup_bytes).deferred_file.url


def test_a_download_that_is_made_is_given() -> None:
    answer = _asked_for(lambda: "text")
    assert answer.deferred_file.url
    assert not answer.error_msg


def test_what_nothing_else_catches_is_told_as_well(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    monkeypatch.setattr("clf_ui.shared.errors.st", SimpleNamespace(error=lambda text, **_: said.append(text)))
    with pytest.raises(Exception, match="does not answer") as caught:
        _stopped()
    assert uncaught(caught.value)
    assert "The database does not answer" in said[0]
    _one_line(caplog, "StoreError of OperationalError")
