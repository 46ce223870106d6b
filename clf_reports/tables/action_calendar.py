"""The action plan's dates for a calendar program: iCalendar (RFC 5545), an all-day entry for each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from clf_model.action import Action, ActionStatus
from clf_model.assessment import Assessment
from clf_model.framework import Framework
from clf_model.naming import in_full, known

from ..look.images import FICTIONAL

_PRODUCT = "-//CLF dashboard//Action plan//EN"
_BETWEEN = "\x1f"  # what no name can have in it


def action_calendar(framework: Framework, assessment: Assessment, at: datetime, zone: ZoneInfo) -> bytes:
    """Due dates of what is open and review dates of what is not being done, as an iCalendar file.

    `at` is the moment of making it, `zone` the one whose days are meant. An entry keeps its identity from
    export to export, from one assessment of a service to the next, so that a calendar that takes the file
    again moves an entry instead of doubling it.
    """
    service = _line(" – ".join(part for part in (assessment.organisation, assessment.unit) if part))
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Action plan, {service}")
    calendar.add("x-wr-timezone", zone.key)
    for kind, day, one in _dates(assessment):
        event = Event()
        event.add("uid", _identity(assessment, one, kind))
        event.add("dtstamp", at)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"{kind}: {_line(one.title)}")
        event.add("description", "\n".join(_facts(framework, assessment, one, service)))
        event.add("transp", "TRANSPARENT")  # a due date keeps nobody from being free that day
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _dates(assessment: Assessment) -> Iterator[tuple[str, date, Action]]:
    for one in assessment.actions.values():
        if one.status.is_open and one.due:
            yield "Due", one.due, one
        if one.status is ActionStatus.NOT_DOING and one.review_on:
            yield "Review", one.review_on, one


def _identity(assessment: Assessment, one: Action, kind: str) -> str:
    parts = (assessment.framework_id, assessment.organisation, assessment.unit or "", one.id, kind)
    return f"{uuid5(NAMESPACE_URL, _BETWEEN.join(parts))}@clf-dashboard"


def _facts(framework: Framework, assessment: Assessment, one: Action, service: str) -> Iterator[str]:
    """What an entry says besides its title; each fact on a line of its own."""
    yield service
    for label, text in (
        ("Owner", one.owner),
        ("Measure of success", one.measure),
        ("Why not", one.reason),
    ):
        if text:
            yield f"{label}: {_line(text)}"
    covered = known(framework, one.covers)
    if covered:
        yield f"Covers:\n{in_full(covered)}"
    if assessment.fictional:
        yield FICTIONAL


def _line(text: str) -> str:
    """Text from people on one line: line ends of any kind would begin a property of their own elsewhere."""
    return " ".join(text.split())
