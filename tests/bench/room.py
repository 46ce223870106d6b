"""A whole room on a real server: the facilitator's screen, the projector, and phones that answer."""

from __future__ import annotations

import math
import random
import re
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event

from clf_model import Framework, Perspective
from clf_model.voices import Tally, Vote
from clf_store import Store
from tests.bench.phone import MOMENTS, Phone
from tests.browser.conftest import AppServer
from tests.server.client import Session
from tests.server.lead import Lead

CAPABILITIES = ("feedback", "dignity")
LOSING = 0.2  # share of the phones that lose their connection
LOSSES = 3  # times that each of these loses it
CLEARS = 5  # times that one phone has the server's caches emptied
_UNTIL_COUNTED = 4.0  # seconds after the last answer in which it must have been counted
_LOOK = 0.05  # seconds between two looks of ours at a screen
_CODE = re.compile(r"[2-9A-Y]{4}\\?-[2-9A-Y]{4}")
_COUNT = re.compile(r"\W*(\d+) of (\d+) have answered .+")


@dataclass(slots=True)
class Watched:
    """A screen that counts how many have answered: when it showed how many."""

    session: Session
    shown: list[tuple[float, int]] = field(default_factory=list)

    def watch(self, over: Event) -> None:
        """Look on until it is over."""
        while not over.is_set():
            self.session.wait(_LOOK)
            counts = (int(m[1]) for text in self.session.screen.texts if (m := _COUNT.fullmatch(text)))
            number = next(counts, None)
            if number is not None and (not self.shown or self.shown[-1][1] != number):
                self.shown.append((time.monotonic(), number))

    def delays(self, known: Sequence[float]) -> list[float]:
        """For each phone in the order of finishing, the seconds until it was counted here."""
        return [
            max(0.0, next((at for at, shown in self.shown if shown >= number), math.inf) - finished)
            for number, finished in enumerate(sorted(known), 1)
        ]

    def counted_too_many(self, sent: Sequence[float]) -> bool:
        """Whether it ever showed more than had sent their last answer."""
        return any(number > sum(one <= at for one in sent) for at, number in self.shown)


@dataclass(frozen=True, slots=True)
class Room:
    """What came of one room; `delays` by screen: the facilitator's, then the projector's."""

    phones: tuple[Phone, ...]
    wrong: int
    delays: tuple[tuple[float, ...], tuple[float, ...]]
    problems: tuple[str, ...]

    @property
    def votes(self) -> tuple[float, ...]:
        """Seconds of every vote, from the tap to the next question; but for those with a lost connection."""
        return tuple(seconds for phone in self.phones for seconds in phone.seconds)


def hold(app: AppServer, framework: Framework, phones: int, between: float) -> Room:
    """Open a workshop, let so many phones answer everything, and reveal it."""
    asked = asked_indicators(framework)
    lead = Lead(app, framework, CAPABILITIES)
    link = lead.open()
    wall = Session(lead.projector)
    if not any(_CODE.search(text) for text in wall.screen.texts):
        raise AssertionError(f"no code on the wall: {wall.screen.texts}")
    watched = Watched(lead.session), Watched(wall)
    everybody = people(phones, link, len(asked), between)
    with ThreadPoolExecutor(phones + len(watched)) as pool:
        list(pool.map(Phone.join, everybody))
        lead.judge()
        over = Event()
        watching = [pool.submit(one.watch, over) for one in watched]
        try:
            list(pool.map(Phone.answer_all, everybody))
            time.sleep(_UNTIL_COUNTED)
        finally:
            over.set()
        for done in watching:
            done.result()
        list(pool.map(Phone.close, everybody))
    lead.reveal()
    with closing(Store.open(app.database_url)) as store:
        wrong = _wrong(store.workshops.tallies(lead.workshop_id), asked, everybody)
    # The facilitator looks at the capability judged last, the projector shows the one judged first.
    first = sum(framework.indicator(id_).capability_id == CAPABILITIES[0] for id_ in asked)
    places = (len(asked), first)
    problems = [problem for phone in everybody for problem in phone.problems]
    for one, place in zip(watched, places, strict=True):
        problems += one.session.screen.problems
        one.session.close()
        if one.counted_too_many([phone.sent[place] for phone in everybody]):
            problems.append("a screen counted more than had answered")
    lead_delays, wall_delays = (
        tuple(one.delays([phone.known[place] for phone in everybody]))
        for one, place in zip(watched, places, strict=True)
    )
    return Room(tuple(everybody), wrong, (lead_delays, wall_delays), tuple(problems))


def asked_indicators(framework: Framework) -> list[str]:
    """The indicators that a workshop on these capabilities asks, in its order."""
    capabilities = map(framework.capability, (c.id for c in framework.capabilities if c.id in CAPABILITIES))
    return [
        indicator.id
        for capability in capabilities
        for indicator in capability.indicators
        if indicator.perspective is Perspective.ORGANISATION
    ]


def people(phones: int, link: str, asked: int, between: float, *, steady: bool = False) -> list[Phone]:
    """Unless `steady`, every fifth loses its connection, and one of the others has the caches emptied."""
    losing = set() if steady else set(random.sample(range(1, phones), round(phones * LOSING)))
    return [
        Phone(
            link,
            f"clf_seat={secrets.token_urlsafe(16)}",
            asked,
            between,
            losses={place: random.choice(MOMENTS) for place in random.sample(range(1, asked + 1), LOSSES)}
            if number in losing
            else {},
            clears=frozenset(range(3, asked, asked // CLEARS)) if number == 0 and not steady else frozenset(),
        )
        for number in range(phones)
    ]


def _wrong(tallies: Sequence[Tally], asked: Sequence[str], people: Sequence[Phone]) -> int:
    """How many votes the database has too many or too few, by indicator and answer."""
    found = Counter({(tally.indicator_id, vote): tally.counts.of(vote) for tally in tallies for vote in Vote})
    given = Counter((asked[place - 1], vote) for phone in people for place, vote in phone.answers.items())
    return ((found - given) + (given - found)).total()
