"""Many writers at once, in threads and in processes that are killed: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from clf_model.action import Action
from clf_model.assessment import NO_RECORD, Assessment, Evidence, Judgement, Record
from clf_model.framework import Framework
from clf_store import Edit, EditConflictError, EventKind, Store
from tests.long import times

ROOT = Path(__file__).parents[2]
WRITER = Path(__file__).with_name("writer.py")
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts Python processes that end with the test."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def test_threads_of_two_stores_lose_no_update(
    store: Store, url: str, draft: int, framework: Framework, at: datetime
) -> None:
    """Eight threads judge their own indicators and all add evidence to one that they share."""
    second = Store.open(url)
    threads, rounds = 8, 15

    def work(number: int) -> None:
        own = store if number % 2 else second
        for turn in range(rounds):
            mine = Record(Judgement.MET, effort=turn + 2)
            seen = Record(Judgement.MET, effort=turn + 1) if turn else NO_RECORD
            edits = {
                f"i{100 + number}": Edit(seen, mine),
                "i9": Edit(NO_RECORD, Record(evidence=(Evidence(f"{number}/{turn}"),))),
            }
            own.change(draft, edits, who=f"thread {number}", at=at)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
    stored = second.load(draft)
    second.close()
    assert stored.info.revision == threads * rounds
    assert len(store.events(draft, limit=1000)) == threads * rounds + 1
    for number in range(threads):
        assert stored.assessment.record(f"i{100 + number}").effort == rounds + 1
    notes = {entry.note for entry in stored.assessment.record("i9").evidence}
    assert notes == {f"{number}/{turn}" for number in range(threads) for turn in range(rounds)}


def test_of_threads_that_judge_the_same_indicator_one_wins_and_the_others_are_told(
    store: Store, url: str, draft: int, at: datetime
) -> None:
    second = Store.open(url)

    def judge(number: int) -> bool:
        edit = Edit(NO_RECORD, Record(Judgement.MET, effort=number + 2))
        try:
            (store, second)[number % 2].change(draft, {"i9": edit}, who=f"thread {number}", at=at)
        except EditConflictError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(judge, range(8)))
    second.close()
    assert won.count(True) == 1
    assert store.load(draft).assessment.record("i9").effort == won.index(True) + 2
    assert store.revision(draft) == 1


def test_a_reader_sees_records_and_revision_of_one_moment(
    store: Store, url: str, draft: int, at: datetime
) -> None:
    """The effort always is the revision plus one, however fast the writer is."""
    second = Store.open(url)

    def write() -> None:
        for effort in range(2, 120):
            seen = Record(effort=effort - 1)
            second.change(draft, {"i9": Edit(seen, Record(effort=effort))}, who="ben", at=at)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(write)
        while not done.done():
            stored = store.load(draft)
            assert stored.assessment.record("i9").effort == stored.info.revision + 1
        done.result()
    second.close()


def test_imports_resets_and_copies_at_once_do_not_block_each_other(
    store: Store, url: str, review: Assessment, framework: Framework, at: datetime
) -> None:
    second = Store.open(url)
    samples = [
        Assessment("small", f"Sample {number}", at.date(), fictional=True, records=review.records)
        for number in range(4)
    ]

    def work(number: int) -> None:
        own = (store, second)[number % 2]
        order = samples if number % 4 < 2 else samples[::-1]
        for _ in range(4):
            own.add_all(order, framework, who="ann", at=at)
            own.reset_samples((), framework, who="ann", at=at)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    second.close()
    assert store.assessments("small") == ()


@pytest.mark.endurance
@pytest.mark.timeout(240)
def test_processes_killed_while_writing_lose_nothing_acknowledged(
    store: Store, url: str, framework: Framework, at: datetime, start: Start
) -> None:
    """20 kills, or 10: of five processes at a time that write to one assessment, each at its own moment."""
    dice = random.Random(20)
    draft = store.add(Assessment("small", "Rowanbank", at.date()), framework, who="ann", at=at)
    acknowledged: dict[int, tuple[str, Record | Action]] = {}
    for _ in range(times(4, short=2)):
        writers = [
            start(
                str(WRITER),
                url,
                str(draft),
                f"writer {number}",
                *(f"i{number * 10 + n}" for n in range(1, 6)),
            )
            for number in range(5)
        ]
        _release(writers)
        for writer in writers:
            assert writer.stdout is not None
            _note(writer.stdout.readline(), acknowledged)  # however slow the machine, each has begun
            time.sleep(dice.uniform(0, 0.1))
            writer.kill()
            for line in writer.stdout:
                _note(line, acknowledged)
    events = [event for event in store.events(draft, limit=10**6) if event.kind is EventKind.CHANGED]
    saved = {event.id: {**event.after, **event.actions_after} for event in events}
    assert len(acknowledged) >= times(20, short=10)
    for event_id, (id_, written) in acknowledged.items():
        assert saved[event_id] == {id_: written}
    newest: dict[str, Record | Action | None] = {}
    for event in events:
        newest = {**saved[event.id], **newest}
    stored = store.load(draft)
    assert {**stored.assessment.records, **stored.assessment.actions} == newest
    assert stored.info.revision == len(events)


def _release(processes: list[subprocess.Popen[str]]) -> None:
    """Waits until all are ready, then lets them go at once."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()


def _note(line: str, acknowledged: dict[int, tuple[str, Record | Action]]) -> None:
    if line.endswith("\n"):
        event_id, id_, what, number = line.split()
        written = (
            Action(id_, f"Step {number}", effort=float(number))
            if what == "step"
            else Record(Judgement(what), effort=float(number))
        )
        acknowledged[int(event_id)] = id_, written


def test_processes_that_open_a_new_database_at_once_all_succeed(empty_url: str, start: Start) -> None:
    code = (
        "import sys; from clf_store import Store; print('ready', flush=True); sys.stdin.readline(); "
        "Store.open(sys.argv[1]).close(); print('opened')"
    )
    processes = [start("-c", code, empty_url) for _ in range(4)]
    _release(processes)
    assert [process.communicate()[0] for process in processes] == ["opened\n"] * 4
    Store.open(empty_url).close()
