"""The action plan taken along: read back, it says the same, whatever people have written into it."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from clf_model import Action, ActionStatus, Assessment
from clf_reports import action_calendar, action_table, action_workbook, attention, csv_text
from tests.worded import clf

CLF = clf()
TODAY = date(2026, 11, 24)
LONDON = ZoneInfo("Europe/London")
AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "Tea, cake; and\na second line",
    "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged",
    "x\x85ATTENDEE:mailto:a@example.org\u2028y\u2029z",
    "back\\slash \\n \\, \"quoted\" 'single'",
    "http://example.org/",
    "00123",
    "é 日本語 😀 " + "long " * 60,
)


def plan(*actions: Action, **more: object) -> Assessment:
    values = {"organisation": "Birchbank", "assessed_on": date(2026, 9, 1), **more}
    return Assessment("clf", actions={one.id: one for one in actions}, **values)


FORUM = Action(
    "forum",
    "Carers' forum",
    5,
    ("1.2.O1", "2.3.O3"),
    ("leaflet",),
    owner="Anna",
    due=date(2026, 11, 20),
    measure="Four a year",
    status=ActionStatus.IN_PROGRESS,
)
LEAFLET = Action("leaflet", "Leaflet", 0.5, due=TODAY)
SURVEY = Action(
    "survey", "Survey", status=ActionStatus.NOT_DOING, reason="Three already", review_on=date(2026, 11, 1)
)
DONE = Action("done", "Guide", due=date(2026, 1, 1), status=ActionStatus.DONE)
PLAN = plan(LEAFLET, SURVEY, FORUM, DONE, unit="Day team", fictional=True)


def test_the_table_has_a_row_for_each_action_and_says_what_wants_attention() -> None:
    frame = action_table(CLF, PLAN.actions, TODAY).set_index("Action")
    assert list(frame.index) == ["Carers' forum", "Leaflet", "Guide", "Survey"]
    assert list(frame["Status"]) == ["In progress", "Planned", "Done", "Not doing"]
    assert list(frame["Attention"]) == ["Overdue by 4 days", "Due today", "", "Due for review"]
    forum = frame.loc["Carers' forum"]
    assert (forum["Owner"], forum["Covers"], forum["Comes after"]) == ("Anna", "1.2.O1, 2.3.O3", "Leaflet")
    assert forum["Covers, in full"].split("\n") == [
        f"{id_} {CLF.indicator(id_).text}" for id_ in ("1.2.O1", "2.3.O3")
    ]
    assert frame.loc["Survey", "Why not"] == "Three already"


def test_one_day_late_is_said_in_the_singular() -> None:
    assert attention(Action("a", "A", due=date(2026, 11, 23)), TODAY) == "Overdue by 1 day"


def test_a_plan_without_actions_is_a_table_without_rows() -> None:
    assert action_table(CLF, {}, TODAY).empty
    assert load_workbook(BytesIO(action_workbook(CLF, plan(), TODAY))).sheetnames == ["Action plan"]
    assert not Calendar.from_ical(action_calendar(CLF, plan(), AT, LONDON)).events


def in_a_cell(text: str) -> str:
    """Text with line ends as a spreadsheet has them in a cell."""
    return "\n".join(text.replace("\r\n", "\n").split("\r"))


def test_csv_reads_back_and_no_cell_is_a_formula() -> None:
    actions = {f"a{n}": Action(f"a{n}", text, owner=text) for n, text in enumerate(HOSTILE)}
    text = csv_text(action_table(CLF, actions, TODAY)).removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert len(rows) == len(HOSTILE)
    for row, wanted in zip(rows, HOSTILE, strict=True):
        for cell in (row["Action"], row["Owner"]):
            assert cell.removeprefix("'") == in_a_cell(wanted)
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def cells(data: bytes, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet below its fourth row, which names the columns."""
    rows = list(load_workbook(BytesIO(data))[sheet].iter_rows(min_row=4))
    return [{h.value: cell for h, cell in zip(rows[0], row, strict=True)} for row in rows[1:]]


def test_the_workbook_reads_back_with_dates_and_numbers_as_such() -> None:
    data = action_workbook(CLF, PLAN, TODAY)
    forum, leaflet, guide = ({n: c.value for n, c in row.items()} for row in cells(data, "Action plan"))
    assert forum["Due"] == datetime(2026, 11, 20)
    assert (forum["Effort (days)"], leaflet["Effort (days)"]) == (5, 0.5)
    assert forum["Attention"] == "Overdue by 4 days"
    assert guide["Owner"] is None
    (survey,) = cells(data, "Not doing")
    assert survey["Why not"].value == "Three already"
    assert survey["Review on"].value == datetime(2026, 11, 1)


def test_the_workbook_says_whose_it_is_and_that_it_is_fictional() -> None:
    sheet = load_workbook(BytesIO(action_workbook(CLF, PLAN, TODAY)))["Action plan"]
    assert sheet["A1"].value == "Action plan: Birchbank – Day team"
    assert sheet["A2"].value == "As it stood on 24 November 2026. Fictional sample data"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$4:$4"


def test_text_from_people_is_text_in_the_workbook_whatever_it_begins_with() -> None:
    actions = [Action(f"a{n}", text, owner=text, measure=text) for n, text in enumerate(HOSTILE)]
    rows = cells(action_workbook(CLF, plan(*actions, organisation="=1+1"), TODAY), "Action plan")
    for row, wanted in zip(rows, HOSTILE, strict=True):
        for name in ("Action", "Owner", "Measure of success"):
            assert row[name].data_type == "s"
            assert row[name].hyperlink is None
            assert row[name].value == in_a_cell(wanted)


def test_a_cell_that_is_too_long_for_excel_is_cut_and_says_so() -> None:
    (row,) = cells(action_workbook(CLF, plan(Action("a", "x" * 40_000)), TODAY), "Action plan")
    assert len(row["Action"].value) == 32_767
    assert row["Action"].value.endswith("x … (cut; the CSV file has the whole text)")


def test_the_calendar_has_what_is_open_on_its_due_day_and_what_is_not_done_on_its_review_day() -> None:
    found = {str(e["summary"]): e for e in Calendar.from_ical(action_calendar(CLF, PLAN, AT, LONDON)).events}
    assert sorted(found) == ["Due: Carers' forum", "Due: Leaflet", "Review: Survey"]
    forum = found["Due: Carers' forum"]
    assert (forum["dtstart"].dt, forum["dtend"].dt) == (date(2026, 11, 20), date(2026, 11, 21))
    assert forum["dtstamp"].dt == AT
    assert str(forum["description"]).split("\n") == [
        "Birchbank – Day team",
        "Owner: Anna",
        "Measure of success: Four a year",
        "Covers:",
        *(f"{id_} {CLF.indicator(id_).text}" for id_ in ("1.2.O1", "2.3.O3")),
        "Fictional sample data",
    ]
    assert found["Review: Survey"]["dtstart"].dt == date(2026, 11, 1)
    assert "Why not: Three already" in str(found["Review: Survey"]["description"])


def test_an_entry_keeps_its_identity_so_that_a_calendar_moves_it_instead_of_doubling_it() -> None:
    def identities(assessment: Assessment) -> set[str]:
        made = action_calendar(CLF, assessment, AT, LONDON)
        return {str(e["uid"]) for e in Calendar.from_ical(made).events}

    later = Action("leaflet", "Leaflet, in colour", due=date(2027, 1, 1))
    first = identities(plan(LEAFLET))
    assert identities(plan(later, assessed_on=date(2027, 3, 1))) == first
    assert identities(plan(later, organisation="Oakbank")).isdisjoint(first)
    assert identities(plan(later, unit="Night team")).isdisjoint(first)
    assert len(identities(PLAN)) == 3


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_property_or_an_entry_of_its_own(text: str) -> None:
    action = Action("a", text, owner=text, measure=text, due=TODAY)
    data = action_calendar(CLF, plan(action, organisation=text), AT, LONDON)
    unfolded = data.replace(b"\r\n ", b"").split(b"\r\n")
    names = [line.split(b":")[0].split(b";")[0] for line in unfolded if line]
    assert names.count(b"BEGIN") == names.count(b"END") == 2
    assert set(names) <= {
        *(
            b"BEGIN",
            b"END",
            b"VERSION",
            b"PRODID",
            b"X-WR-CALNAME",
            b"X-WR-TIMEZONE",
            b"SUMMARY",
            b"DTSTART",
            b"DTEND",
        ),
        *(b"DTSTAMP", b"UID", b"DESCRIPTION", b"TRANSP"),
    }
    assert not [line for line in unfolded if b"\n" in line or b"\r" in line]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (event,) = Calendar.from_ical(data).events
    assert str(event["summary"]) == f"Due: {' '.join(text.split())}"
