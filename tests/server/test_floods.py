"""A room of 120 phones where the system lets a program open 256 files, with a flood of half requests."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.browser.conftest import AppServer
from tests.server.rooms import open_room, votes

FILES, PHONES, HALF = 256, 120, 150
LIMITED = f"import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, ({FILES}, {FILES}))\n"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[AppServer]:
    """The dashboard with so few files, as some systems begin with."""
    (tmp_path / "sitecustomize.py").write_text(LIMITED, encoding="utf-8")
    environment = {"PYTHONPATH": str(tmp_path)}
    with AppServer(
        f"sqlite:///{tmp_path / 'clf.sqlite3'}", tmp_path / "log.txt", environment=environment
    ) as one:
        one.start()
        yield one


def test_all_phones_of_a_room_get_in_with_few_files_and_half_requests_do_not_keep_them_out(
    app: AppServer,
) -> None:
    room = open_room(app)
    with ExitStack() as held:

        def half() -> None:
            one = held.enter_context(socket.create_connection(("127.0.0.1", app.port), timeout=10))
            one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1")

        for _ in range(HALF):
            half()
        for number in range(PHONES - 2):  # the lead's and the one below are in the same room
            address = f"ws://127.0.0.1:{app.port}/_stcore/stream"
            held.enter_context(connect(address, compression=None, proxy=None, open_timeout=10))
            if number % 4 == 0:
                half()
        phone = room.phone()
        before = room.content()
        phone.press("Met")
        assert len(votes(room.content() - before)) == 1
    assert "Too many open files" not in app.log_tail()
    room.close()
