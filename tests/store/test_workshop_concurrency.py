"""A whole room at once: no vote is lost, doubled, or counted after the reveal."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from clf_model.voices import Vote, VoteCounts
from clf_store import (
    NotSeatedError,
    PhaseError,
    RoundClosedError,
    Store,
    UnknownCodeError,
    WorkshopClosedError,
)
from tests.store.rooms import AT, FRAMEWORK, Room

ROOT = Path(__file__).parents[2]
VOTER = Path(__file__).with_name("voter.py")
INDICATORS = ("a.O1", "a.O2", "a.O3")
SCALE = list(Vote)


def test_a_hundred_people_who_join_vote_and_vote_again_at_once_are_all_counted_once(
    store: Store, url: str
) -> None:
    """Each joins, votes on three indicators and changes each vote; half of them through another replica."""
    second, people = Store.open(url), 100
    room = Room(store, people=0)
    room.judge()
    wishes = {n: {id_: SCALE[(n + place) % 4] for place, id_ in enumerate(INDICATORS)} for n in range(people)}

    def take_part(number: int) -> None:
        rooms = (store, second)[number % 2].workshops
        token = rooms.join(room.opened.door.link, address=None, at=AT).token
        for id_, wish in wishes[number].items():
            rooms.vote(room.id, token, id_, 1, SCALE[(SCALE.index(wish) + 1) % 4])
            rooms.vote(room.id, token, id_, 1, wish)

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(take_part, range(people)))
    second.close()
    pulse = room.workshops.pulse(room.id, "a")
    assert (pulse.here, pulse.started, pulse.finished) == (people, people, people)
    room.reveal()
    for id_ in INDICATORS:
        expected = Counter(wish[id_] for wish in wishes.values())
        assert room.phones(id_) == VoteCounts(**{vote.value: n for vote, n in expected.items()})


def test_the_same_vote_sent_many_times_at_once_is_one_vote(store: Store, url: str) -> None:
    second = Store.open(url)
    room = Room(store, people=3)
    room.judge()
    room.vote("a.O1", [Vote.MET] * 3)

    def tap(number: int) -> None:
        rooms = (store, second)[number % 2].workshops
        rooms.vote(room.id, room.tokens[0], "a.O1", 1, Vote.PARTLY)
        rooms.join(room.opened.door.link, address=None, at=AT, token=room.tokens[0])

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(tap, range(64)))
    second.close()
    assert room.workshops.pulse(room.id, "a").here == 3
    room.reveal()
    assert room.phones("a.O1") == VoteCounts(met=2, partly=1)


def test_a_vote_that_meets_the_reveal_is_counted_or_refused(store: Store, url: str) -> None:
    """Everyone votes met first, then partly while the facilitator reveals: acknowledged is counted."""
    second = Store.open(url)
    people, dice = 24, random.Random(4)
    seen = set()
    for _ in range(6):
        room = Room(store, people=people)
        room.judge()
        room.vote("a.O1", [Vote.MET] * people)
        start = Barrier(people + 1)

        def vote(number: int, room: Room = room, start: Barrier = start) -> bool:
            start.wait()
            time.sleep(dice.uniform(0, 0.05))
            rooms = (store, second)[number % 2].workshops
            try:
                rooms.vote(room.id, room.tokens[number], "a.O1", 1, Vote.PARTLY)
            except RoundClosedError:
                return False
            return True

        with ThreadPoolExecutor(people) as pool:
            votes = pool.map(vote, range(people))
            start.wait()
            time.sleep(dice.uniform(0, 0.05))
            room.reveal()
            revealed = room.phones("a.O1")
            accepted = list(votes).count(True)
        assert revealed == VoteCounts(partly=accepted, met=people - accepted)
        assert room.phones("a.O1") == revealed
        seen.add(accepted)
    second.close()
    assert len(seen) > 1  # the reveal did come in between


def test_of_facilitators_tabs_that_reveal_at_once_one_does_and_the_others_are_told(store: Store) -> None:
    room = Room(store)
    room.judge()
    room.vote("a.O1", [Vote.MET] * 5)

    def reveal(_: int) -> bool:
        try:
            room.reveal()
        except PhaseError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(reveal, range(8))).count(True) == 1
    assert room.workshops.revision(room.id) == 2
    assert room.phones("a.O1") == VoteCounts(met=5)


def test_people_who_come_in_while_the_workshop_closes_leave_nothing_behind(store: Store, url: str) -> None:
    second = Store.open(url)
    for _ in range(4):
        room = Room(store, people=2)
        start = Barrier(9)

        def come_in(_: int, room: Room = room, start: Barrier = start) -> str | None:
            start.wait()
            try:
                seat = second.workshops.join(room.opened.door.link, address=None, at=AT)
            except UnknownCodeError:
                return None
            return seat.token

        with ThreadPoolExecutor(8) as pool:
            came = pool.map(come_in, range(8))
            start.wait()
            room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=AT + timedelta(hours=1))
            tokens = [token for token in came if token]
        workshop = room.workshops.load(room.id)
        assert workshop.attendance is not None
        assert workshop.attendance.get(None) == 2 + len(tokens)
        for token in tokens:
            with pytest.raises(NotSeatedError):
                room.workshops.own_votes(room.id, token)
        with pytest.raises(WorkshopClosedError):
            room.judge()
    second.close()


@pytest.mark.timeout(240)
def test_phones_whose_server_is_killed_in_mid_vote_lose_nothing_acknowledged(store: Store, url: str) -> None:
    """Four processes, each killed at its own moment; the last vote sent may or may not be there."""
    dice = random.Random(7)
    room = Room(store, people=4)
    room.judge()
    voters = [
        subprocess.Popen(
            [sys.executable, str(VOTER), url, str(room.id), token, *INDICATORS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for token in room.tokens
    ]
    try:
        for voter in voters:
            assert voter.stdout is not None
            assert voter.stdout.readline() == "ready\n"
        for voter in voters:
            assert voter.stdin is not None
            voter.stdin.write("\n")
            voter.stdin.flush()
        for voter, token in zip(voters, room.tokens, strict=True):
            assert voter.stdout is not None
            lines = [voter.stdout.readline() for _ in range(8)]  # each has begun, however slow the machine
            time.sleep(dice.uniform(0, 0.2))
            voter.kill()
            lines += voter.stdout.readlines()
            saved, possible = _replayed(lines)
            own = store.workshops.own_votes(room.id, token)
            for id_, vote in saved.items():
                assert own[id_, 1] in {vote, possible.get(id_)}
    finally:
        for voter in voters:
            voter.kill()
            voter.communicate()


def _replayed(lines: list[str]) -> tuple[dict[str, Vote], dict[str, Vote]]:
    """What was acknowledged last of each indicator, and what was sent but not acknowledged."""
    saved: dict[str, Vote] = {}
    sent: dict[str, Vote] = {}
    for line in lines:
        if line.endswith("\n"):
            word, id_, vote = line.split()
            if word == "saved":
                saved[id_] = Vote(vote)
                sent.pop(id_, None)
            else:
                sent[id_] = Vote(vote)
    assert saved
    return saved, sent
