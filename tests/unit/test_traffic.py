"""Whoever waits for the database has a turn in the order of coming, and is told where it takes too long."""

from __future__ import annotations

import threading
import time

import pytest

from clf_store import StoreError
from clf_store.sql import traffic
from clf_store.sql.traffic import Traffic

THREADS = 60


@pytest.mark.parametrize("places", [1, 4])
def test_turns_are_taken_in_the_order_of_coming_and_so_many_at_once(places: int) -> None:
    queue = Traffic(places)
    order: list[int] = []
    at_once: list[int] = []
    free = threading.Event()

    def come(number: int) -> None:
        with queue.passing():
            order.append(number)
            at_once.append(queue._under_way)
            free.wait(10)
            time.sleep(0.001)

    threads = [threading.Thread(target=come, args=(number,)) for number in range(THREADS)]
    for number, thread in enumerate(threads, start=1):
        thread.start()
        while len(order) + len(queue._waiting) < number:
            time.sleep(0.001)
    assert order == list(range(places))
    free.set()
    for thread in threads:
        thread.join(10)
    assert sorted(order) == list(range(THREADS))
    if places == 1:  # else those that begin at once may pass each other
        assert order == sorted(order)
    assert max(at_once) <= places
    assert queue.close(0.1)


def test_who_waits_too_long_is_told_and_leaves_the_queue_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "LONGEST_WAIT", 0.05)
    queue = Traffic(1)
    with queue.passing():
        for _ in range(3):
            with pytest.raises(StoreError, match="busy for too long, so nothing was saved"), queue.passing():
                raise AssertionError
    with queue.passing():
        pass
    assert queue.close(0.1)
