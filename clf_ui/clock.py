"""The one clock: which moment it is, and which day and hour that is where somebody is.

Moments are kept in UTC. What a person sees, and "today" where one is at work, is in the zone of the browser;
what holds for everybody, such as the last day of a survey, is in the installation's
(`in_force.zone_in_force`).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import streamlit as st
import tzlocal

_WESTERNMOST = timezone(timedelta(hours=-12))


def now() -> datetime:
    """The moment it is, in UTC: the one place where the dashboard reads the clock."""
    return datetime.now(UTC)


def today_here() -> date:
    """The day that it is for the person at the browser."""
    return day_in(now(), browser_zone())


def day_here(at: datetime) -> date:
    """The day that a moment is on for the person at the browser."""
    return day_in(at, browser_zone())


def ago_here(then: datetime) -> str:
    """How long ago, in the words of `ago`, for the person at the browser."""
    return ago(then, now(), browser_zone())


def moment_here(at: datetime) -> str:
    """A moment to the minute, with the zone of the browser: 12 Mar 2026 09:00 GMT."""
    return moment_in(at, browser_zone())


def browser_zone() -> tzinfo:
    """The zone that the browser says it is in; this computer's where it says none."""
    return zone_said(st.context.timezone, st.context.timezone_offset) or machine_zone()


def zone_said(name: str | None, offset: int | None) -> tzinfo | None:
    """The zone that a browser means by a name; where that is unknown, by the minutes from its time to UTC."""
    found = zone_named(name) if name else None
    if found is not None or offset is None or abs(offset) >= 24 * 60:
        return found
    return timezone(-timedelta(minutes=offset))


def zone_named(name: str) -> ZoneInfo | None:
    """The zone of this name in the IANA's list; None where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # no such name, no name at all, or a folder's
        return None


@cache
def machine_zone() -> ZoneInfo:
    """The zone that this computer is set to; UTC where that cannot be told."""
    try:
        return ZoneInfo(str(tzlocal.get_localzone_name()))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


@cache
def zone_names() -> tuple[str, ...]:
    """The names of all zones that can be chosen: UTC, then by place."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return ("UTC", *sorted(places))


def zone_in_words(zone: ZoneInfo) -> str:
    """A zone after its city, as people say it: London time."""
    area, _, place = zone.key.rpartition("/")
    return f"{place.replace('_', ' ')} time" if area not in ("", "Etc") else place


def earliest_day() -> date:
    """The day that it is where it is earliest on earth: what ended before it is over everywhere."""
    return day_in(now(), _WESTERNMOST)


def day_in(at: datetime, zone: tzinfo) -> date:
    """The day that a moment is on in a zone."""
    return at.astimezone(zone).date()


def hour_in(at: datetime, zone: tzinfo) -> str:
    """The hour and minute that a moment is at in a zone: 21:30."""
    return f"{at.astimezone(zone):%H:%M}"


def moment_in(at: datetime, zone: tzinfo) -> str:
    """A moment to the minute in a zone, which it names: no two moments read alike when clocks go back."""
    return f"{at.astimezone(zone):%d %b %Y %H:%M %Z}"


def ago(then: datetime, at: datetime, zone: tzinfo) -> str:
    """How long before the moment `at` another one was, in one or two words, to somebody in this zone."""
    from .wording import long_date  # the start, which needs the clock, must not wait for what this loads

    minutes = int((at - then).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if day_in(then, zone) == day_in(at, zone):
        return f"at {hour_in(then, zone)}"
    return f"on {long_date(day_in(then, zone))}"
