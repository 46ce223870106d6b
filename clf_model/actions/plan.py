"""What the actions of an assessment say together, and how an action begins from what holds a stage back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from ..action import Action, ActionStatus
from ..assessment import Assessment, Judgement
from ..framework import Framework, Indicator
from ..progression import Profile
from ..rules import Rules
from ..scenario import effort_to_meet

_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class ActionSummary:
    """How many actions have each status, are overdue, and are due for review on a day."""

    by_status: Mapping[ActionStatus, int]
    overdue: int
    for_review: int


def action_summary(actions: Iterable[Action], day: date) -> ActionSummary:
    """The actions in figures, as they stand on a day."""
    found = tuple(actions)
    return ActionSummary(
        {status: sum(one.status is status for one in found) for status in ActionStatus},
        sum(one.is_overdue(day) for one in found),
        sum(one.is_due_for_review(day) for one in found),
    )


def by_due_date(actions: Iterable[Action]) -> tuple[Action, ...]:
    """Those due first come first, and those without a date last; equals keep their order."""
    return tuple(sorted(actions, key=lambda one: one.due or date.max))


def waits_for(action: Action, actions: Mapping[str, Action]) -> tuple[Action, ...]:
    """The actions that have to come first and are not done yet."""
    before = (actions[id_] for id_ in action.requires if id_ in actions)
    return tuple(one for one in before if one.status is not ActionStatus.DONE)


def still_open(
    ids: Iterable[str], framework: Framework, assessment: Assessment, rules: Rules
) -> tuple[Indicator, ...]:
    """Those of these indicators that apply and do not count yet; unknown ids are left out."""
    return tuple(
        framework.indicator(id_)
        for id_ in ids
        if framework.has_indicator(id_)
        and assessment.judgement(id_) is not Judgement.NOT_APPLICABLE
        and not rules.counts(assessment.record(id_))
    )


def without_action(profile: Profile, actions: Iterable[Action]) -> tuple[Indicator, ...]:
    """The blockers of next stages that no open action covers, in the framework's order."""
    covered = {id_ for one in actions if one.status.is_open for id_ in one.covers}
    return tuple(i for i in blockers(profile) if i.id not in covered)


def blockers(profile: Profile) -> tuple[Indicator, ...]:
    """What stands before the next stage of every capability where that can be reached."""
    return tuple(
        indicator
        for result in profile.capabilities
        if result.next and result.next.reachable
        for indicator in result.blockers
    )


def action_for(
    indicators: Iterable[Indicator],
    assessment: Assessment,
    rules: Rules,
    *,
    title: str,
    taken: Collection[str],
) -> Action:
    """A planned action that covers indicators, for the effort that they take today, under an id not taken.

    Raises `RecordError` for a blank title.
    """
    covered = tuple(indicators)
    effort = sum(effort_to_meet(assessment.record(i.id), rules) for i in covered)
    return Action(free_id(title, taken), title, effort, tuple(i.id for i in covered))


def free_id(title: str, taken: Collection[str]) -> str:
    """A short id made of a title's words, numbered where it is taken."""
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall("[a-z0-9]+", ascii_only.lower())
    id_ = ""
    for word in words:
        if id_ and len(id_) + 1 + len(word) > _LONGEST_ID:
            break
        id_ = f"{id_}-{word}" if id_ else word[:_LONGEST_ID]
    id_ = id_ or "action"
    variants = (id_ if number == 1 else f"{id_}-{number}" for number in count(1))
    return next(variant for variant in variants if variant not in taken)
