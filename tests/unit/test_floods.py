"""What a flood of tabs and connections meets, and a room behind one router does not."""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from clf_ui.shell import floods
from clf_ui.shell.floods import BURST, LONGEST, MOST, OWN, RATE, Idle, Pace, open_more_files, room_for

ROUTER, ELSEWHERE = "192.0.2.1", "192.0.2.2"


class Door:
    """Tabs that come to a paced application; time passes only when it is said to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.inside: list[Scope] = []
        self.received: list[Message] = []
        self.sent: list[Message] = []
        self.leave = asyncio.Event()
        self.pace = Pace(self._app, clock=lambda: self.now)

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.inside.append(scope)
        self.received.append(await receive())
        await self.leave.wait()

    def knock(self, address: str, *, closes: bool = False) -> asyncio.Task[None]:
        """Somebody opens a tab, and perhaps closes it at once."""
        messages = [{"type": "websocket.connect"}, {"type": "websocket.disconnect"}]

        async def receive() -> Message:
            if len(messages) == 1 and not closes:
                await self.leave.wait()
            return messages.pop(0)

        async def send(message: Message) -> None:
            self.sent.append(message)

        scope = {"type": "websocket", "client": (address, 1)}
        return asyncio.create_task(self.pace(scope, receive, send))  # type: ignore[arg-type]


def in_a_thread(play: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Play something to its end, away from the loop that a browser's driver has left in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(play())).result()


def played(play: Callable[[Door], Awaitable[None]]) -> None:
    async def run() -> None:
        await play(Door())

    in_a_thread(run)


def test_a_room_full_that_comes_at_once_and_again_later_does_not_wait() -> None:
    async def play(door: Door) -> None:
        for turn in (1, 2):
            tabs = [door.knock(ROUTER) for _ in range(BURST)]
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert len(door.inside) == turn * BURST
            door.leave.set()
            await asyncio.gather(*tabs)
            door.leave.clear()
            door.now += BURST / RATE
        assert {message["type"] for message in door.received} == {"websocket.connect"}
        assert door.sent == []

    played(play)


def test_this_computers_own_tabs_come_as_they_like() -> None:
    async def play(door: Door) -> None:
        for address in ("127.0.0.1", "::1", ""):
            for _ in range(MOST + 1):
                door.knock(address)
        await asyncio.sleep(0.01)
        assert len(door.inside) == 3 * (MOST + 1)
        door.leave.set()

    played(play)


def test_tabs_beyond_it_wait_or_are_told_to_come_later_and_nobody_else_is_held_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(floods, "MOST", 10_000)

    async def play(door: Door) -> None:
        began = time.monotonic()
        tabs = [door.knock(ROUTER) for _ in range(BURST + int(RATE * LONGEST) + 50)]
        await asyncio.sleep(0.01)
        assert BURST <= len(door.inside) <= BURST + (time.monotonic() - began) * RATE
        assert [message["code"] for message in door.sent] == [1013] * 50
        door.knock(ELSEWHERE)
        await asyncio.sleep(0.01)
        assert ELSEWHERE in [scope["client"][0] for scope in door.inside]
        await asyncio.sleep(1.1 / RATE)  # and longer where the computer is busy
        turns = len(door.inside) - BURST - 1
        assert 1 <= turns <= (time.monotonic() - began) * RATE  # those who waited come one after the other
        for tab in tabs:
            tab.cancel()

    played(play)


def test_a_tab_that_is_closed_while_it_waits_takes_nobodys_turn() -> None:
    async def play(door: Door) -> None:
        tabs = [door.knock(ROUTER) for _ in range(BURST)]
        await asyncio.sleep(0.01)
        for _ in range(1000):
            await door.knock(ROUTER, closes=True)
        last = door.knock(ROUTER)
        await asyncio.sleep(1.1 / RATE)
        assert len(door.inside) == BURST + 1
        assert door.sent == []
        for tab in (*tabs, last):
            tab.cancel()

    played(play)


def test_one_address_has_no_more_tabs_open_than_a_large_room_and_is_forgotten_when_it_has_none() -> None:
    async def play(door: Door) -> None:
        tabs = []
        for _ in range(MOST + 5):
            door.now += 1 / RATE
            tabs.append(door.knock(ROUTER))
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        assert len(door.inside) == MOST
        assert len(door.sent) == 5
        door.leave.set()
        await asyncio.gather(*tabs)
        door.now += 60
        await door.knock(ELSEWHERE)
        assert list(door.pace._due) == [ELSEWHERE]

    played(play)


class Connection:
    """As much of a connection as is closed."""

    def __init__(self) -> None:
        self.is_closed = False
        self.transport: Any = self

    def close(self) -> None:
        self.is_closed = True


def test_of_too_many_half_requests_the_longest_idle_go_and_the_others_when_their_time_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(floods, "PATIENCE", 0.05)

    async def play() -> None:
        idle, connections = Idle(3), [Connection() for _ in range(6)]
        for one in connections:
            idle.add(one)
        idle.drop(connections[5])  # its request has come
        assert [one.is_closed for one in connections] == [True] * 3 + [False] * 3
        await asyncio.sleep(0.1)
        assert [one.is_closed for one in connections] == [True] * 5 + [False]

    in_a_thread(play)


def test_the_start_opens_as_many_files_as_it_may_and_says_how_many_phones_that_is() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
        assert open_more_files() == min(floods.WANTED[0], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert room_for(256) == (
        "Room for about 120 phones, as this computer lets the program open 256 files. "
        "`ulimit -n` before the start sets how many."
    )
    assert room_for(OWN).startswith("Room for about 0 phones")
    assert room_for(65_536) == "Room for 1,000 phones and more."
