"""A small framework, and a workshop on it with people in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from clf_model.assessment import Assessment, Record
from clf_model.framework import Capability, Framework, Indicator, Perspective, Stage
from clf_model.voices import Tally, Vote, VoteCounts
from clf_store import Store
from clf_store.sql.database import make_engine, parse_url
from clf_store.sql.schema import metadata

AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(hours=8)
STRANGER = "A" * 22  # the form of a token, but nobody's


def _capability(letter: str) -> Capability:
    indicators = [
        Indicator(f"{letter}.{kind}{number}", f"does {number}", letter, "first", perspective)
        for kind, perspective in (("O", Perspective.ORGANISATION), ("W", Perspective.WORKER))
        for number in (1, 2, 3)
    ]
    return Capability(letter, letter.upper(), letter.upper(), "A capability.", tuple(indicators))


FRAMEWORK = Framework(
    "rooms",
    "first",
    "Rooms",
    "made for tests",
    (Stage("first", "First", "First."),),
    (_capability("a"), _capability("b")),
)


@dataclass
class Room:
    """A workshop on capabilities a and b, by default with five participants."""

    store: Store
    records: dict[str, Record] = field(default_factory=dict)
    people: int = 5

    def __post_init__(self) -> None:
        draft = Assessment("rooms", "Rowanbank", date(2026, 3, 12), records=self.records)
        self.draft = self.store.add(draft, FRAMEWORK, who="ann", at=AT)
        self.workshops = self.store.workshops
        self.opened = self.workshops.open(
            self.draft, FRAMEWORK, ["b", "a"], title="Spring", expires_at=LATER, at=AT
        )
        self.id, self.boss = self.opened.workshop_id, self.opened.facilitator
        self.tokens = [self.join() for _ in range(self.people)]

    def join(self) -> str:
        return self.workshops.join(self.opened.door.link, address=None, at=AT).token

    def judge(self, capability: str = "a") -> None:
        self.workshops.judge(self.id, self.boss, capability)

    def reveal(self, capability: str = "a") -> None:
        self.workshops.reveal(self.id, self.boss, capability)

    def vote(self, indicator: str, chosen: Iterable[Vote], *, round: int = 1) -> None:
        """The first participants choose these, one each."""
        for token, vote in zip(self.tokens, chosen, strict=False):
            self.workshops.vote(self.id, token, indicator, round, vote)

    def tally(self, indicator: str, round: int = 1) -> Tally:
        return next(
            tally
            for tally in self.workshops.tallies(self.id)
            if (tally.indicator_id, tally.round) == (indicator, round)
        )

    def phones(self, indicator: str, round: int = 1) -> VoteCounts:
        return self.tally(indicator, round).phones


def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table, to see that nothing was written."""
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        found = {
            name: sorted(map(repr, connection.execute(sa.select(table))))
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return found
