"""A room that votes: 10 phones, then 100, on a real server through Streamlit's own protocol.

Each phone is a thread that joins by the link, answers ten indicators, one about every five seconds, and waits
for the message that the last script run has finished. Afterwards the votes in the database are counted.

Run with `python -m tests.bench.room_bench`.
"""

from __future__ import annotations

import random
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clf_model import load_framework
from clf_store import Opened, Store
from tests.bench.websocket_client import Session
from tests.browser.conftest import ROOT, AppServer

CAPABILITY = "feedback"
ASKED = 10  # indicators of the organisation in this capability
BETWEEN = 5.0  # seconds between two answers of one phone
FEW, MANY = 10, 100
ANSWERS = ("Met", "Partly", "Not yet", "Don’t know")


@dataclass(frozen=True, slots=True)
class Room:
    """What came of one room: seconds until all were in, seconds of each vote, and votes in the database."""

    phones: int
    joined: float
    votes: tuple[float, ...]
    kept: int

    @property
    def p95(self) -> float:
        """The time under which 95 of 100 votes stay, in seconds."""
        return sorted(self.votes)[int(len(self.votes) * 0.95)]

    def __str__(self) -> str:
        middle = sorted(self.votes)[len(self.votes) // 2]
        return (
            f"{self.phones} phones: all in after {self.joined:.1f} s; "
            f"a vote {middle * 1000:.0f} ms (median), {self.p95 * 1000:.0f} ms (95 %); "
            f"{self.kept} of {self.phones * ASKED} votes kept"
        )


def measure() -> tuple[Room, Room]:
    """A small and a large room on one server. Raises `AssertionError` where a vote was lost or doubled."""
    framework = load_framework(ROOT / "framework.yaml")
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'clf.sqlite3'}"
        with AppServer(url, Path(folder) / "log.txt") as app:
            app.start()
            with Session(app.url):
                pass  # the first page brings the samples
            store = Store.open(url)
            assessment_id = store.assessments(framework.id)[0].id
            rooms = []
            for phones in (FEW, MANY):
                at = datetime.now(UTC)
                opened = store.workshops.open(
                    assessment_id,
                    framework,
                    [CAPABILITY],
                    title="Bench",
                    expires_at=at + timedelta(hours=1),
                    at=at,
                )
                store.workshops.judge(opened.workshop_id, opened.facilitator, CAPABILITY)
                rooms.append(_room(app, store, opened, phones))
            store.close()
    return rooms[0], rooms[1]


def _room(app: AppServer, store: Store, opened: Opened, phones: int) -> Room:
    link = f"{app.url}/join?code={opened.door.link}"
    with ThreadPoolExecutor(phones) as pool:
        start = time.perf_counter()
        sessions = list(
            pool.map(lambda number: Session(link, cookie=f"clf_seat={number:022d}"), range(phones))
        )
        joined = time.perf_counter() - start
        votes = [one for voted in pool.map(_vote, sessions) for one in voted]
    store.workshops.reveal(opened.workshop_id, opened.facilitator, CAPABILITY)
    kept = [tally.counts.voted for tally in store.workshops.tallies(opened.workshop_id)]
    if kept != [phones] * ASKED:
        raise AssertionError(f"{phones} phones answered {ASKED} indicators; votes kept: {kept}")
    return Room(phones, joined, tuple(votes), sum(kept))


def _vote(session: Session) -> list[float]:
    seconds = []
    with session:
        session.press("Continue")
        for _ in range(ASKED):
            time.sleep(BETWEEN * random.uniform(0.5, 1.5))
            seconds.append(session.press(random.choice(ANSWERS)))
    return seconds


if __name__ == "__main__":
    few, many = measure()
    print(few)
    print(many)
    print(f"95 % with {MANY} phones are {many.p95 / few.p95:.2f} × those with {FEW}; the goal is 2 or less")
