"""A workshop under load: 10 phones, then 100, on a real server through Streamlit's own protocol.

Run with `python -m tests.bench --only room`; it takes about seven minutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from clf_model import load_framework
from tests.bench import joining_bench, memory_bench
from tests.bench.figures import Figure, Value
from tests.bench.room import LOSSES, Room, asked_indicators, hold
from tests.browser.conftest import ROOT, AppServer

FEW, MANY = 10, 100
BETWEEN = 5.0  # seconds between two answers of one phone, on average
SHARE, GOAL = 0.95, 2.0
COUNTED_WITHIN = 2.0  # seconds
_METHOD = (
    "from the tap to the next question on the screen; each phone is a WebSocket client that does what a "
    "browser does: it joins by the link, answers 22 indicators (two capabilities judged at once), one every "
    "5 seconds on average, and looks by itself whether there is more, as do the facilitator's screen and the "
    f"projector; a fifth of the phones lose their connection {LOSSES} times each without a word, before, "
    "while or after sending an answer, and come back by reconnecting or by loading the page again; one phone "
    "has the server's caches emptied again and again"
)


def measure() -> Iterator[Figure | Value]:
    """A small and a large room on one server, then joining, then memory."""
    yield from _rooms()
    yield joining_bench.measure()
    yield memory_bench.measure()


def _rooms() -> Iterator[Figure | Value]:
    framework = load_framework(ROOT / "framework.yaml")
    with TemporaryDirectory() as name:
        folder = Path(name)
        with AppServer(f"sqlite:///{folder / 'clf.sqlite3'}", folder / "log.txt") as app:
            app.start()
            few, many = (hold(app, framework, phones, BETWEEN) for phones in (FEW, MANY))
            logged = app.log.read_text(encoding="utf-8").count("Traceback")
    asked = len(asked_indicators(framework))
    yield Figure(
        f"A vote with {MANY} participants and {asked} indicators",
        GOAL,
        _METHOD,
        f"a vote with {FEW} participants on the same server right before",
        many.votes,
        few.votes,
        SHARE,
    )
    yield _votes(many, asked)
    yield _problems(few, many, logged)
    yield from _counts(many)
    yield _returns(many)


def _votes(room: Room, asked: int) -> Value:
    expected = len(room.phones) * asked
    return Value(
        f"Votes lost or doubled with {MANY} participants",
        "0",
        f"{room.wrong} of {expected:,}",
        room.wrong == 0,
        "in the same room, the revealed counts of every indicator and answer against what phones answered",
    )


def _problems(few: Room, many: Room, logged: int) -> Value:
    shown = Counter([*few.problems, *many.problems])
    for problem, times in shown.items():
        print(f"{times} × {problem}")
    number = shown.total() + logged
    return Value(
        "Errors shown on any screen or in the server's log",
        "0",
        f"{number}",
        number == 0,
        "exceptions, errors, warnings and wrong places after a return, in both rooms",
    )


def _counts(room: Room) -> Iterator[Value]:
    for screen, delays in zip(("facilitator's screen", "projector"), room.delays, strict=True):
        yield Value(
            f"Until the {screen} counts the last answer",
            f"≤ {COUNTED_WITHIN:g} s",
            f"{delays[-1]:.1f} s; {max(delays):.1f} s for the slowest of {len(delays)} phones",
            max(delays) <= COUNTED_WITHIN,
            "in the same room, for each phone from its last answer's being acknowledged until “n of m have "
            "answered” says so; it may never say more than have sent their last answer",
        )


def _returns(room: Room) -> Value:
    returns = [one for phone in room.phones for one in phone.returns]
    by = Counter(one.by_reload for one in returns)
    asked_again = sum(one.moment == "sent" and one.resumed_at == one.place for one in returns)
    sent = sum(one.moment == "sent" for one in returns)
    right = sum(one.right for one in returns)
    return Value(
        "Lost connections after which a phone goes on where it was",
        "all",
        f"{right} of {len(returns)} ({by[True]} by loading the page again); of {sent} answers on their way "
        f"{asked_again} were asked again, the others were there",
        right == len(returns),
        "the next question without an answer is on the screen; no acknowledged answer is asked again",
    )
