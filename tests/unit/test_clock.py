"""Which day and hour a moment is where somebody is, and across both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clf_ui import clock

LONDON, TORONTO, AUCKLAND = map(ZoneInfo, ("Europe/London", "America/Toronto", "Pacific/Auckland"))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


# By hand: London is an hour ahead of UTC in July, Toronto four behind from 8 March on, Auckland thirteen
# ahead in November.
PLACES = [
    (LONDON, utc(2026, 7, 14, 23, 30), date(2026, 7, 15), "00:30", "15 Jul 2026 00:30 BST"),
    (TORONTO, utc(2026, 3, 13, 1, 30), date(2026, 3, 12), "21:30", "12 Mar 2026 21:30 EDT"),
    (AUCKLAND, utc(2026, 11, 28, 19, 30), date(2026, 11, 29), "08:30", "29 Nov 2026 08:30 NZDT"),
]


@pytest.mark.parametrize(("zone", "at", "day", "hour", "moment"), PLACES)
def test_a_moment_has_the_day_and_hour_of_the_place(
    zone: ZoneInfo, at: datetime, day: date, hour: str, moment: str
) -> None:
    assert clock.day_in(at, zone) == day
    assert clock.hour_in(at, zone) == hour
    assert clock.moment_in(at, zone) == moment


@pytest.mark.parametrize(("zone", "at", "day", "hour", "moment"), PLACES)
def test_what_was_saved_two_hours_ago_is_told_by_the_clock_on_the_wall(
    zone: ZoneInfo, at: datetime, day: date, hour: str, moment: str
) -> None:
    told = {LONDON: "on 14 July 2026", TORONTO: "at 19:30", AUCKLAND: "at 06:30"}
    assert clock.ago(at - timedelta(hours=2), at, zone) == told[zone]


def test_when_clocks_go_back_an_hour_is_told_apart_from_its_second_time() -> None:
    first, second = utc(2026, 10, 25, 0, 30), utc(2026, 10, 25, 1, 30)
    assert clock.hour_in(first, LONDON) == clock.hour_in(second, LONDON) == "01:30"
    assert clock.moment_in(first, LONDON) == "25 Oct 2026 01:30 BST"
    assert clock.moment_in(second, LONDON) == "25 Oct 2026 01:30 GMT"
    assert clock.ago(first, second, LONDON) == "at 01:30"
    assert clock.ago(first, second - timedelta(minutes=10), LONDON) == "50 min ago"


def test_when_clocks_go_forward_twenty_minutes_are_twenty_minutes() -> None:
    assert clock.ago(utc(2026, 3, 29, 0, 50), utc(2026, 3, 29, 1, 10), LONDON) == "20 min ago"
    assert clock.hour_in(utc(2026, 3, 29, 1, 10), LONDON) == "02:10"


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 10, 26), 24)],
)
def test_a_last_day_is_as_long_as_the_day_is(day: date, hours: int) -> None:
    begin = utc(day.year, day.month, day.day) - timedelta(days=1)
    within = [n for n in range(72) if clock.day_in(begin + timedelta(hours=n), LONDON) == day]
    assert len(within) == hours


@pytest.mark.parametrize(
    ("name", "offset", "hour"),
    [
        ("Pacific/Auckland", -780, "08:30"),
        ("Mars/Olympus", 240, "15:30"),  # no such name: 240 minutes behind UTC
        ("../../etc/passwd", 0, "19:30"),
        ("Europe", 0, "19:30"),  # a folder of zones
        ("", -60, "20:30"),
        (None, 330, "14:00"),
    ],
)
def test_a_zone_that_is_not_known_is_taken_by_its_minutes(name: str | None, offset: int, hour: str) -> None:
    zone = clock.zone_said(name, offset)
    assert zone is not None
    assert clock.hour_in(utc(2026, 11, 28, 19, 30), zone) == hour


@pytest.mark.parametrize(("name", "offset"), [(None, None), ("x" * 300, None), ("Nowhere", 10**9)])
def test_a_browser_that_says_nothing_of_use_has_no_zone(name: str | None, offset: int | None) -> None:
    assert clock.zone_said(name, offset) is None


def test_a_zone_is_named_after_its_city() -> None:
    named = {
        "Europe/London": "London time",
        "America/Argentina/Buenos_Aires": "Buenos Aires time",
        "UTC": "UTC",
        "Etc/UTC": "UTC",
    }
    assert {name: clock.zone_in_words(ZoneInfo(name)) for name in named} == named


def test_every_zone_that_can_be_chosen_is_one() -> None:
    assert all(clock.zone_named(name) for name in clock.zone_names())
    assert {"UTC", "Europe/London", "America/Toronto", "Pacific/Auckland"} <= set(clock.zone_names())
