"""One participant of a room under load: a phone that answers, loses its connection, and comes back."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg

from clf_model.voices import Vote
from clf_reports import VOTES
from tests.server.client import NotShownError, Session
from tests.server.screen import Screen

WORDS = {word: vote for vote, word in VOTES.items()}
AFTER_SENDING = (0.0, 0.002, 0.01, 0.05)  # seconds between sending an answer and losing the connection
AWAY = 3.0  # seconds without connection, at most
MOMENTS = ("before", "sent", "answered")
_TAKEN_BY = 2.0  # seconds in which an answer is taken, or not at all
_PLACE = re.compile(r"(\d+) of (\d+)")
_THANKS = "Thank you. Your answers are hidden"


@dataclass(frozen=True, slots=True)
class Return:
    """A lost connection: at which place, whether its answer was under way, and the place shown after."""

    place: int
    moment: str
    by_reload: bool
    resumed_at: int

    @property
    def right(self) -> bool:
        """Whether the first one without an answer is asked next; one under way may or may not be there."""
        may_be = {"before": (self.place,), "answered": (self.place + 1,)}
        return self.resumed_at in may_be.get(self.moment, (self.place, self.place + 1))


@dataclass(slots=True)
class Phone:
    """Joins by the link and answers one indicator after the other, counted from 1.

    Args:
        asked: how many indicators the workshop asks.
        between: seconds between two answers, on average.
        losses: before, while or after answering which indicators the connection is lost.
        clears: before which answers the phone asks the server to empty its caches, as anybody may.
    """

    link: str
    cookie: str
    asked: int
    between: float
    losses: Mapping[int, str] = field(default_factory=dict)
    clears: frozenset[int] = frozenset()
    answers: dict[int, Vote] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    sent: dict[int, float] = field(default_factory=dict)
    known: dict[int, float] = field(default_factory=dict)
    returns: list[Return] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """The tab. Raises `AssertionError` before `join`."""
        assert self._session is not None
        return self._session

    def join(self) -> None:
        """Come in by the link, and name no role."""
        self._session = Session(self.link, cookie=self.cookie)
        self.session.press("Continue")

    def answer_all(self) -> None:
        """Wait for the first question, and answer as they come; `close` at the end."""
        self._wait_for(1)
        while (place := shown_place(self.session.screen)) <= self.asked:
            self.session.wait(self.between * random.uniform(0.5, 1.5))
            if place in self.clears:
                self._empty_caches()
                continue
            moment = self.losses.get(place) if place not in {one.place for one in self.returns} else None
            if moment == "before":
                self._lose(place, moment)
            elif moment == "sent":
                self._send(place)
                time.sleep(random.choice(AFTER_SENDING))
                self._lose(place, moment)
            else:
                self._answer(place)
                if moment:
                    self._lose(place, moment)
        self.problems += self.session.screen.problems

    def close(self) -> None:
        """Close the tab."""
        self.session.close()

    def _empty_caches(self) -> None:
        """Have all caches emptied, and answer; Streamlit forgets this tab, so it is asked again."""
        place, word = shown_place(self.session.screen), random.choice(list(WORDS))
        self.clears -= {place}
        self.session.send(BackMsg(clear_cache=True))
        self.session.send_press(word)
        with suppress(NotShownError):
            self.session.wait(_TAKEN_BY, lambda screen: shown_place(screen) == place + 1)
            self.answers[place] = WORDS[word]
            self.known[place] = time.monotonic()

    def _answer(self, place: int) -> None:
        start = time.monotonic()
        self._send(place)
        self.session.wait(reached=lambda screen: shown_place(screen) == place + 1)
        self.seconds.append(time.monotonic() - start)
        self.known[place] = time.monotonic()

    def _send(self, place: int) -> None:
        word = random.choice(list(WORDS))
        self.answers[place] = WORDS[word]
        self.sent.setdefault(place, time.monotonic())
        self.session.send_press(word)

    def _lose(self, place: int, moment: str) -> None:
        """Lose the connection and come back: as the browser does by itself, or by loading the page again."""
        by_reload = random.random() < 0.5
        self.problems += self.session.screen.problems
        self.session.abort()
        time.sleep(random.uniform(0, AWAY))
        if by_reload:
            self._session = Session(self.session.url, cookie=self.cookie)
        else:
            self.session.reconnect()
        if "Continue" in self.session.screen.buttons:
            self.session.press("Continue")
        if not shown_place(self.session.screen):  # a look that began meanwhile brings the question
            self.session.wait(reached=lambda screen: shown_place(screen) > 0)
        resumed_at = shown_place(self.session.screen)
        self.returns.append(Return(place, moment, by_reload, resumed_at))
        if not self.returns[-1].right:
            self.problems.append(f"lost {moment} {place}, resumed at {resumed_at}")
        if resumed_at > place:
            self.known.setdefault(place, time.monotonic())

    def _wait_for(self, place: int) -> None:
        wanted = f"{place} of {self.asked}"
        if wanted not in self.session.screen.texts:
            self.session.wait(reached=lambda screen: wanted in screen.texts)


def shown_place(screen: Screen) -> int:
    """Which question is on the screen, counted from 1; one more than there are where all are answered."""
    texts = screen.texts
    number, of = next((map(int, m.groups()) for text in texts if (m := _PLACE.fullmatch(text))), (0, 0))
    return of + 1 if any(text.startswith(_THANKS) for text in texts) else number
