"""Times and days on screen: a person's own, or the installation's where they hold for everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from clf_model import Action, Perspective
from clf_store import new_token
from clf_ui.shared.in_force import ZONE
from tests.app import rooms
from tests.app.driver import (
    at_moment,
    downloaded,
    downloads,
    framework,
    open_page,
    own,
    said,
    says,
    shows,
    store,
    table,
)

LONDON, TORONTO, AUCKLAND = "Europe/London", "America/Toronto", "Pacific/Auckland"
JULY_NIGHT = datetime(2026, 7, 14, 23, 30, tzinfo=UTC)  # 00:30 of the 15th in London
MARCH_EVENING = datetime(2026, 3, 13, 1, 30, tzinfo=UTC)  # 21:30 of the 12th in Toronto
NOVEMBER_MORNING = datetime(2026, 11, 28, 19, 30, tzinfo=UTC)  # 08:30 of the 29th in Auckland
PLACES = [
    pytest.param(LONDON, JULY_NIGHT, date(2026, 7, 15), id="London at 00:30 in July"),
    pytest.param(TORONTO, MARCH_EVENING, date(2026, 3, 12), id="Toronto at 21:30"),
    pytest.param(AUCKLAND, NOVEMBER_MORNING, date(2026, 11, 29), id="Auckland at 08:30"),
]
WORKERS = [i.id for i in framework().indicators if i.perspective is Perspective.WORKER]


@pytest.mark.parametrize(("zone", "moment", "today"), PLACES)
def test_today_on_a_form_is_the_persons(
    database: str, monkeypatch: pytest.MonkeyPatch, zone: str, moment: datetime, today: date
) -> None:
    at_moment(monkeypatch, moment)
    at = open_page("overview", zone=zone).button(key="new-assessment").click().run()
    assert at.date_input(key="start-assessed_on").value == today
    assert any(name.startswith(f"clf-backup_{today}") for name in _files_of_settings(database, zone))


def _files_of_settings(database: str, zone: str) -> list[str]:
    at = open_page("settings", zone=zone, assessment=own(database))
    at.session_state["section"] = "Data"
    at.run()
    return list(downloads)


@pytest.mark.parametrize(("zone", "moment", "today"), PLACES)
def test_due_and_overdue_are_the_persons(
    database: str, monkeypatch: pytest.MonkeyPatch, zone: str, moment: datetime, today: date
) -> None:
    at_moment(monkeypatch, moment)
    day = timedelta(days=1)
    dues = {"before": today - day, "on": today, "after": today + day}
    actions = [Action(id_, id_, covers=("1.1.O1",), due=due) for id_, due in dues.items()]
    at = open_page("action_plan", zone=zone, assessment=own(database, actions=actions))
    assert says(at, "Overdue by 1 day", "plan-card-before")
    assert says(at, "Due today", "plan-card-on")
    assert not any("Overdue" in text or "today" in text for text in said(at, "plan-card-after"))
    rows = downloaded("csv", "action-plan").decode("utf-8-sig").splitlines()
    assert [sum(word in row for row in rows) for word in ("Overdue by 1 day", "Due today")] == [1, 1]


@pytest.mark.parametrize(
    ("zone", "saved"),
    [(LONDON, "Saved at 09:00"), (TORONTO, "Saved at 04:00"), (AUCKLAND, "Saved at 20:00")],
)
def test_what_was_saved_at_nine_in_london_in_july_was_saved_then(
    database: str, monkeypatch: pytest.MonkeyPatch, zone: str, saved: str
) -> None:
    nine = datetime(2026, 7, 14, 8, 0, tzinfo=UTC)
    aid = own(database)
    with store(database) as opened:
        opened.edit_details(
            aid, organisation="A", unit=None, title=None, assessed_on=date(2026, 7, 1), who="ann", at=nine
        )
    at_moment(monkeypatch, nine + timedelta(minutes=5))
    assert says(open_page("overview", zone=zone, assessment=aid), "Saved 5 min ago")
    at_moment(monkeypatch, nine + timedelta(hours=2))
    assert says(open_page("overview", zone=zone, assessment=aid), saved)
    log = open_page("settings", zone=zone, assessment=aid)
    log.session_state["section"] = "Log"
    hour = saved.removeprefix("Saved at ")
    assert any(f" {hour} " in when for when in table(log.run())["When"])


def test_the_hour_that_comes_twice_is_told_apart_in_the_log(database: str) -> None:
    aid = own(database)
    with store(database) as opened:
        for hour in (0, 1):  # both at 01:30 in London
            opened.edit_details(
                aid,
                organisation="A",
                unit=None,
                title=str(hour),
                assessed_on=date(2026, 7, 1),
                who="ann",
                at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC),
            )
    log = open_page("settings", zone=LONDON, assessment=aid)
    log.session_state["section"] = "Log"
    shown = list(table(log.run())["When"])
    assert shown[:2] == ["25 Oct 2026 01:30 GMT", "25 Oct 2026 01:30 BST"]


def _installed_in(database: str, zone: str) -> None:
    with store(database) as opened:
        opened.set_setting(ZONE, zone)


def _survey(database: str, closes_on: date) -> tuple[int, str]:
    aid = own(database)
    with store(database) as opened:
        made = opened.surveys.open(
            aid,
            framework(),
            WORKERS,
            title="Spring",
            opens_on=closes_on - timedelta(7),
            closes_on=closes_on,
            at=JULY_NIGHT,
            owner=new_token(),
        )
    assert made.link
    return aid, made.link


LAST_MINUTES = [
    # by the installation's own clock, a minute before and after midnight, through both changes of clocks too
    (TORONTO, date(2026, 3, 12), datetime(2026, 3, 13, 3, 59, tzinfo=UTC)),
    (LONDON, date(2026, 7, 15), datetime(2026, 7, 15, 22, 59, tzinfo=UTC)),
    (AUCKLAND, date(2026, 11, 29), datetime(2026, 11, 29, 10, 59, tzinfo=UTC)),
    (LONDON, date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, tzinfo=UTC)),
    (LONDON, date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "last", "moment"), LAST_MINUTES)
def test_a_survey_ends_with_its_last_day_where_the_dashboard_is_wherever_a_phone_is(
    database: str, monkeypatch: pytest.MonkeyPatch, zone: str, last: date, moment: datetime
) -> None:
    _installed_in(database, zone)
    aid, link = _survey(database, last)
    at_moment(monkeypatch, moment)
    for phone in (LONDON, TORONTO, AUCKLAND):
        assert shows(open_page("survey", zone=phone, link=link), "survey-begin")
    city = zone.rpartition("/")[2]
    desk = open_page("say_do_gap", zone=AUCKLAND, assessment=aid)
    desk.session_state["tab"] = "Worker survey"
    assert says(desk.run(), f"both days included, {city} time")
    at_moment(monkeypatch, moment + timedelta(minutes=2))
    for phone in (LONDON, TORONTO, AUCKLAND):
        assert says(open_page("survey", zone=phone, link=link), "This survey is over")


def test_a_survey_that_has_not_begun_says_whose_day_it_waits_for(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _installed_in(database, AUCKLAND)
    _, link = _survey(database, date(2026, 12, 7))  # its first day is the 30th of November
    at_moment(monkeypatch, datetime(2026, 11, 29, 10, 59, tzinfo=UTC))
    assert says(open_page("survey", zone=LONDON, link=link), "It opens on 30 November 2026, Auckland time")
    at_moment(monkeypatch, datetime(2026, 11, 29, 11, 0, tzinfo=UTC))
    assert shows(open_page("survey", zone=LONDON, link=link), "survey-begin")


def test_the_end_of_a_code_is_the_installations(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed_in(database, TORONTO)
    at_moment(monkeypatch, MARCH_EVENING)
    at = rooms.opened(database)  # codes hold for twelve hours
    assert says(at, "The code holds until 13 March 2026 at 09:30, Toronto time", "door-link")
    aid = rooms.workshop(database).assessment_id
    settings = open_page("settings", zone=AUCKLAND, assessment=aid)
    settings.session_state["section"] = "This assessment"
    settings.run().button(key="delete").click().run().run()
    assert says(settings, "It does on 13 March 2026 at 09:30, Toronto time")


def test_the_calendar_file_names_the_zone_of_its_days(database: str) -> None:
    _installed_in(database, AUCKLAND)
    due = Action("a", "Forum", covers=("1.1.O1",), due=date(2026, 11, 29))
    at = open_page("action_plan", zone=LONDON, assessment=own(database, actions=[due]))
    (button,) = [one for one in at.get("download_button") if one.proto.label == "Calendar"]
    assert "Auckland time" in button.proto.help
    calendar = Calendar.from_ical(downloaded("ics", "action-plan"))
    assert str(calendar["X-WR-TIMEZONE"]) == AUCKLAND
    assert [event["DTSTART"].dt for event in calendar.events] == [date(2026, 11, 29)]


def test_the_zone_is_chosen_in_settings_for_everyone_and_can_be_undone(database: str) -> None:
    at = open_page("settings", zone=TORONTO, assessment=own(database))
    at.session_state["section"] = "Rules"
    at.run()
    at.selectbox(key="time-zone").set_value(AUCKLAND).run().run()
    with store(database) as opened:
        assert opened.setting(ZONE) == AUCKLAND
    assert says(at, f"to “{AUCKLAND}”", "last-change-zone")
    at.button(key="undo-zone").click().run().run()
    with store(database) as opened:
        assert opened.setting(ZONE) is None
