"""What the checks look at, and what one of them found."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ..action import Action
from ..assessment import Assessment, Judgement, Record
from ..framework import Capability, Framework, Indicator
from ..progression import Profile, profile
from ..rules import Rules
from ..voices import Decision, SayDoGap

MONTHS = 24
"""Evidence that is older is asked about, unless somebody says otherwise."""


@dataclass(frozen=True)
class Signing:
    """An assessment that is about to be signed on a `day`, and what is known around it.

    `decisions` are those of its workshops, the latest last; `months` is how old evidence may be.
    """

    framework: Framework
    assessment: Assessment
    day: date
    rules: Rules = field(default_factory=Rules)
    gap: SayDoGap | None = None
    decisions: tuple[Decision, ...] = ()
    months: int = MONTHS

    @cached_property
    def profile(self) -> Profile:
        """The stages under the rules."""
        return profile(self.framework, self.assessment, self.rules)

    def judged(self, *judgements: Judgement) -> Iterator[tuple[Indicator, Record]]:
        """The indicators judged so, with what is known of them, in the framework's order."""
        for indicator in self.framework.indicators:
            record = self.assessment.record(indicator.id)
            if record.judgement in judgements:
                yield indicator, record

    @property
    def oldest(self) -> date:
        """The first day on which evidence is not too old yet."""
        year, month = divmod(self.day.year * 12 + self.day.month - 1 - self.months, 12)
        last = monthrange(year, month + 1)[1]
        return date(year, month + 1, min(self.day.day, last))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: in a sentence that begins with how many, and where it is."""

    check: str
    sentence: str
    indicators: tuple[Indicator, ...] = ()
    actions: tuple[Action, ...] = ()
    capabilities: tuple[Capability, ...] = ()

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.indicators) + len(self.actions) + len(self.capabilities)


def found_indicators(check: str, indicators: Iterable[Indicator], one: str, several: str) -> Finding | None:
    """A finding of these indicators, in the words for one or for several; None where there are none."""
    found = tuple(indicators)
    return Finding(check, _sentence(len(found), one, several), indicators=found) if found else None


def found_actions(check: str, actions: Iterable[Action], one: str, several: str) -> Finding | None:
    """A finding of these actions; None where there are none."""
    found = tuple(actions)
    return Finding(check, _sentence(len(found), one, several), actions=found) if found else None


def found_capabilities(
    check: str, capabilities: Iterable[Capability], one: str, several: str
) -> Finding | None:
    """A finding of these capabilities; None where there are none."""
    found = tuple(capabilities)
    return Finding(check, _sentence(len(found), one, several), capabilities=found) if found else None


def _sentence(number: int, one: str, several: str) -> str:
    return f"1 {one}." if number == 1 else f"{number} {several}."
