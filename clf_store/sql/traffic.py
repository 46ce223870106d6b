"""The transactions under way: so many at once, in the order of coming, until the database is closed."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import StoreError, busy

LONGEST_WAIT = 10.0  # seconds, after which whoever waits is told so


class Traffic:
    """Lets `places` transactions run at once, and no other begin once it is closed.

    Others wait in a queue, the first to come first: a pool of connections lets some starve.
    """

    def __init__(self, places: int) -> None:
        self._places = places
        self._changed = threading.Condition()
        self._waiting: deque[threading.Event] = deque()
        self._under_way = 0
        self._open = True

    @contextmanager
    def passing(self) -> Iterator[None]:
        """One transaction. Raises `StoreError` where it is closed already, or the queue is too long."""
        turn = self._join()
        if turn and not turn.wait(LONGEST_WAIT):
            self._give_up(turn)
        try:
            yield
        finally:
            self._leave()

    def close(self, seconds: float) -> bool:
        """Lets no other transaction begin, and waits for those under way; whether all have ended in time."""
        with self._changed:
            self._open = False
            return self._changed.wait_for(lambda: self._under_way == 0, seconds)

    def _join(self) -> threading.Event | None:
        """A place, or the turn to wait for."""
        with self._changed:
            if not self._open:
                raise StoreError(
                    "The dashboard is being stopped, so nothing was saved. Start it, then try again."
                )
            if self._under_way < self._places:
                self._under_way += 1
                return None
            turn = threading.Event()
            self._waiting.append(turn)
            return turn

    def _give_up(self, turn: threading.Event) -> None:
        with self._changed:
            if turn.is_set():  # just now
                return
            self._waiting.remove(turn)
        raise busy()

    def _leave(self) -> None:
        """Passes the place on to the first who waits."""
        with self._changed:
            if self._waiting:
                self._waiting.popleft().set()
                return
            self._under_way -= 1
            self._changed.notify_all()
