"""Checks of what is planned, and what was done."""

from __future__ import annotations

from collections.abc import Iterator

from ..action import Action, ActionStatus
from ..actions.plan import still_open, without_action
from .finding import Finding, Signing, found_actions, found_indicators


def nothing_planned(signing: Signing) -> Finding | None:
    """What holds a next stage back, and no open action covers."""
    found = without_action(signing.profile, signing.assessment.actions.values())
    return found_indicators(
        "nothing-planned",
        found,
        "indicator holds a stage back and no open action covers it",
        "indicators hold a stage back and no open action covers them",
    )


def _open(signing: Signing) -> Iterator[Action]:
    return (one for one in signing.assessment.actions.values() if one.status.is_open)


def without_owner(signing: Signing) -> Finding | None:
    """Open actions that are nobody's."""
    found = [one for one in _open(signing) if not one.owner]
    return found_actions("no-owner", found, "open action has no owner", "open actions have no owner")


def without_date(signing: Signing) -> Finding | None:
    """Open actions without a day by which they are done."""
    found = [one for one in _open(signing) if not one.due]
    return found_actions("no-date", found, "open action has no due date", "open actions have no due date")


def without_measure(signing: Signing) -> Finding | None:
    """Open actions that do not say how one will see that they worked."""
    found = [one for one in _open(signing) if not one.measure]
    return found_actions(
        "no-measure",
        found,
        "open action does not say how success will be seen",
        "open actions do not say how success will be seen",
    )


def overdue(signing: Signing) -> Finding | None:
    """Actions that should have been done by now."""
    found = [one for one in _open(signing) if one.is_overdue(signing.day)]
    return found_actions("overdue", found, "action is overdue", "actions are overdue")


def due_for_review(signing: Signing) -> Finding | None:
    """Actions that are not being done, whose day to look again has come."""
    found = [one for one in signing.assessment.actions.values() if one.is_due_for_review(signing.day)]
    return found_actions(
        "due-for-review",
        found,
        "action that is not being done is due for review",
        "actions that are not being done are due for review",
    )


def done_and_not_judged(signing: Signing) -> Finding | None:
    """What actions that are done cover, and nobody has judged met since."""
    done = [one for one in signing.assessment.actions.values() if one.status is ActionStatus.DONE]
    ids = dict.fromkeys(id_ for one in done for id_ in one.covers)
    found = still_open(ids, signing.framework, signing.assessment, signing.rules)
    return found_indicators(
        "done-not-judged",
        found,
        "indicator is covered by an action that is done, and is not judged met",
        "indicators are covered by actions that are done, and are not judged met",
    )
