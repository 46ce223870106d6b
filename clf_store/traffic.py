"""The transactions under way, so that a database can be closed when the last of them has ended."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import StoreError


class Traffic:
    """Counts transactions, and lets no other begin once it is closed."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way = 0
        self._open = True

    @contextmanager
    def passing(self) -> Iterator[None]:
        """One transaction. Raises `StoreError` where it is closed already."""
        with self._changed:
            if not self._open:
                raise StoreError(
                    "The dashboard is being stopped, so nothing was saved. Start it, then try again."
                )
            self._under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def close(self, seconds: float) -> bool:
        """Lets no other transaction begin, and waits for those under way; whether all have ended in time."""
        with self._changed:
            self._open = False
            return self._changed.wait_for(lambda: self._under_way == 0, seconds)
