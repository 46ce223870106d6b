"""What a workshop should talk about, in which order, and what fits into the time left."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ..assessment import Assessment, Judgement
from ..framework import Framework, Indicator, Stage
from ..progression import profile
from ..rules import Rules
from .decision import Decision, decided
from .errors import VoicesError
from .tally import Tally


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One indicator to decide on.

    `agreement` is None where nobody answered; `decides` is the stage that waits for it, None where none does;
    `lean` is the judgement that the room's vote leans to, None where it leans to none.
    """

    indicator: Indicator
    tally: Tally
    agreement: float | None
    decides: Stage | None
    lean: Judgement | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to discuss, the first thing first, and what the room agrees on without discussion."""

    discuss: tuple[AgendaItem, ...]
    agreed: tuple[AgendaItem, ...]

    def accepted(self) -> tuple[Decision, ...]:
        """The decisions of accepting all that is agreed without discussion."""
        return tuple(Decision(item.indicator.id, item.lean) for item in self.agreed if item.lean is not None)

    def in_time(self, minutes_left: float, minutes_each: float) -> tuple[AgendaItem, ...]:
        """The items to take in the minutes left, with so many minutes for each: the first of the agenda.

        Those that decide a stage come first in it. Raises `VoicesError` for times out of range.
        """
        return self.discuss[: _fitting(minutes_left, minutes_each)]


def agenda(
    framework: Framework,
    assessment: Assessment,
    tallies: Iterable[Tally],
    rules: Rules | None = None,
    *,
    agreed_from: float = 1.0,
) -> Agenda:
    """The agenda of a room that has voted: indicators that block a next stage first, then by agreement.

    Applicable indicators only, with their latest round; in ascending agreement, equals in the framework's
    order, those that nobody could answer last. Agreed without discussion is what reaches `agreed_from` (above
    0 up to 1; 1 is unanimous), where the vote may be shown, leans to a judgement, and more people answered
    than did not know. What blocks a next stage is read with these accepted, as that is the first thing a
    room does. Raises `VoicesError` for `agreed_from` out of range, `MismatchError` and `UnknownIdError`
    where something belongs to another framework.
    """
    if not 0 < agreed_from <= 1:
        raise VoicesError(f"Agreed from {agreed_from}. Give a number above 0 and up to 1, such as 0.8.")
    latest = _latest(framework, assessment, tallies)
    agreed = {id_ for id_, tally in latest.items() if _is_agreed(tally, agreed_from)}
    accepted = [
        Decision(id_, lean) for id_, tally in latest.items() if id_ in agreed and (lean := tally.lean)
    ]
    standing = profile(framework, assessment.with_records(decided(framework, assessment, accepted)), rules)
    decides = {
        indicator.id: result.next.stage
        for result in standing.capabilities
        if result.next
        for indicator in result.blockers
    }
    items = [
        AgendaItem(framework.indicator(id_), tally, tally.agreement, decides.get(id_), tally.lean)
        for id_, tally in latest.items()
    ]
    items.sort(key=_urgency)
    return Agenda(
        discuss=tuple(item for item in items if item.indicator.id not in agreed),
        agreed=tuple(item for item in items if item.indicator.id in agreed),
    )


def _latest(framework: Framework, assessment: Assessment, tallies: Iterable[Tally]) -> dict[str, Tally]:
    """The last round of each applicable indicator that was voted on, in the framework's order."""
    last: dict[str, Tally] = {}
    for tally in tallies:
        id_ = framework.indicator(tally.indicator_id).id
        if id_ not in last or tally.round > last[id_].round:
            last[id_] = tally
    return {
        i.id: last[i.id]
        for i in framework.indicators
        if i.id in last and assessment.judgement(i.id) is not Judgement.NOT_APPLICABLE
    }


def _is_agreed(tally: Tally, agreed_from: float) -> bool:
    agreement = tally.agreement
    return agreement is not None and agreement >= agreed_from and tally.showable and tally.lean is not None


def _urgency(item: AgendaItem) -> tuple[bool, float]:
    """The smaller, the earlier; sorting keeps the framework's order among equals."""
    return item.decides is None, math.inf if item.agreement is None else item.agreement


@dataclass(frozen=True, slots=True)
class Pace:
    """How many of the indicators left will fit."""

    fits: int
    left: int

    def __str__(self) -> str:
        return f"at this pace {self.fits} of {self.left}"


def pace(*, left: int, done: int, minutes_spent: float, minutes_left: float) -> Pace | None:
    """How many of the indicators left fit if they go as those that are done; None before the first is done.

    Raises `VoicesError` for numbers below 0 and times that are not finite.
    """
    if left < 0 or done < 0:
        raise VoicesError("The indicators left and done are numbers of 0 or more.")
    spent = _minutes(minutes_spent)
    if not done:
        return None
    return Pace(left if not spent else min(left, math.floor(_minutes(minutes_left) * done / spent)), left)


def _fitting(minutes_left: float, minutes_each: float) -> int:
    each = _minutes(minutes_each)
    if not each:
        raise VoicesError("An indicator needs some time. Give minutes above 0, such as 5.")
    return math.floor(_minutes(minutes_left) / each)


def _minutes(minutes: float) -> Fraction:
    """Minutes as written, exactly: 0.3 is three tenths."""
    if not math.isfinite(minutes) or minutes < 0:
        raise VoicesError(f"The time is {minutes} minutes. Give a number of 0 or more.")
    return Fraction(str(minutes))
