"""What keeps a flood of connections from keeping a room out: files to hold them, order, and a pace.

A connection takes one of the files that the system lets a program have open, and some systems begin with 256.
All limits are such that a room behind one router, which has one address, does not meet them.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import app_session
from streamlit.runtime.app_session import AppSession

WANTED = (65_536, 10_240, 4_096)  # open files, the most first: some systems have a limit that is not told
OWN = 72  # files of the program itself: modules, sockets, the database
MANY = 1_000  # phones; nobody has so many in a room
PATIENCE = 10.0  # seconds in which a request has to be there, once there is a connection
BURST = 200  # new tabs of one address at once
RATE = 8.0  # and so many a second from then on
LONGEST = 30.0  # seconds that a new tab waits for its turn
MOST = 600  # open tabs of one address
_TRY_AGAIN_LATER = 1013


def open_more_files() -> int:
    """Have the system let this program open as many files as it ever would; returns how many."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return WANTED[0]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in WANTED:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft == resource.RLIM_INFINITY or soft >= most:
            break
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
            break
    return _limit()


def _limit() -> int:
    try:
        import resource
    except ImportError:
        return WANTED[0]
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return WANTED[0] if soft == resource.RLIM_INFINITY else soft


def _most_idle(files: int) -> int:
    return files // 4


def room_for(files: int) -> str:
    """How many phones fit, in a sentence for the start."""
    fit = max(0, files - _most_idle(files) - OWN)
    if fit >= MANY:
        return f"Room for {MANY:,} phones and more."
    return (
        f"Room for about {fit} phones, as this computer lets the program open {files:,} files. "
        "`ulimit -n` before the start sets how many."
    )


def share_one_loop() -> None:
    """Have all tabs share the event loop that Streamlit makes for each, and that no page here runs.

    It takes three files a tab, beside the one of the connection. A Streamlit that makes none is left as it
    is.
    """
    if not hasattr(app_session, "_close_script_event_loop"):
        return
    shared = asyncio.new_event_loop()
    begin, close = AppSession.__init__, app_session._close_script_event_loop

    def begun(self: AppSession, *args: Any, **kwargs: Any) -> None:
        begin(self, *args, **kwargs)
        if hasattr(self, "_script_event_loop"):
            self._script_event_loop.close()
            self._script_event_loop = shared

    def closed(loop: asyncio.AbstractEventLoop) -> None:
        if loop is not shared:
            close(loop)

    AppSession.__init__ = begun  # type: ignore[method-assign]
    app_session._close_script_event_loop = closed


class Idle:
    """The connections on which no request is under way, the longest idle first; no more than so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._timers: dict[Any, asyncio.TimerHandle] = {}

    def add(self, connection: Any) -> None:
        """A connection waits for a request from now on, and is closed where none comes in time."""
        self.drop(connection)
        loop = asyncio.get_running_loop()
        self._timers[connection] = loop.call_later(PATIENCE, self._close, connection)
        while len(self._timers) > self._most:
            self._close(next(iter(self._timers)))

    def drop(self, connection: Any) -> None:
        """A request is under way on it, or it is gone."""
        timer = self._timers.pop(connection, None)
        if timer:
            timer.cancel()

    def _close(self, connection: Any) -> None:
        self.drop(connection)
        connection.transport.close()


def give_way() -> None:
    """Have the server close connections without a request, the longest idle first; to be called as it starts.

    It waits for one as long as a browser likes, so that a thousand half requests would keep everybody out.
    """
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    config = getattr(server, "config", None)
    protocol = getattr(config, "http_protocol_class", None)
    if isinstance(protocol, type):
        config.http_protocol_class = _giving_way(protocol, Idle(_most_idle(_limit())))  # type: ignore[union-attr]


def _giving_way(protocol: Any, idle: Idle) -> type:
    class GivingWay(protocol):  # type: ignore[misc]  # which class it is depends on what is installed
        """The server's connection, which tells when it is idle."""

        def connection_made(self, transport: asyncio.Transport) -> None:
            super().connection_made(transport)
            idle.add(self)

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self._is_under_way():
                idle.drop(self)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if not self._is_under_way() and not self.transport.is_closing():
                idle.add(self)

        def connection_lost(self, exc: Exception | None) -> None:
            idle.drop(self)
            super().connection_lost(exc)

        def _is_under_way(self) -> bool:
            if self.transport.get_protocol() is not self:  # it has become a WebSocket
                return True
            return self.cycle is not None and not self.cycle.response_complete

    return GivingWay


class Pace:
    """Lets the tabs of one address in at a pace, beyond a room full at once: others wait for their turn.

    Those of the dashboard's own computer come as they like: who has that needs no flood.
    """

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self.app, self._clock = app, clock
        self._due: dict[str, float] = {}  # when an address would be through, had it kept to the pace
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on, at once, later, or not at all."""
        address = scope["client"][0] if scope.get("client") else ""
        if scope["type"] != "websocket" or _is_this_computer(address):
            await self.app(scope, receive, send)
            return
        wait = self._wait(address)
        if wait > LONGEST or self._open[address] >= MOST:
            self._give_back(address)
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER, "reason": ""})
            return
        if wait > 0:
            waited = await _unless_gone(receive, wait)
            if waited is None:
                self._give_back(address)
                return
            receive = waited
        self._open[address] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._open[address] -= 1
            self._forget(address)

    def _wait(self, address: str) -> float:
        """A turn for one more tab; in how many seconds."""
        now = self._clock()
        self._due[address] = due = max(self._due.get(address, now), now) + 1 / RATE
        return round(due - now - BURST / RATE, 3)

    def _give_back(self, address: str) -> None:
        self._due[address] -= 1 / RATE
        self._forget(address)

    def _forget(self, address: str) -> None:
        if self._open[address] <= 0:
            del self._open[address]
            if self._due.get(address, 0.0) <= self._clock():
                self._due.pop(address, None)


def _is_this_computer(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:  # it came in by a file
        return True


async def _unless_gone(receive: Receive, seconds: float) -> Receive | None:
    """Wait, then what still receives all; None where the browser has gone meanwhile."""
    first = await receive()
    following: asyncio.Future[MutableMapping[str, Any]] = asyncio.ensure_future(receive())
    done, _ = await asyncio.wait({following}, timeout=seconds)
    if done:
        return None
    held: list[Message | asyncio.Future[Message]] = [first, following]

    async def again() -> Message:
        if not held:
            return await receive()
        one = held.pop(0)
        return await one if isinstance(one, asyncio.Future) else one

    return again
