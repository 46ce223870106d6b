"""From a blocker to a dated action, its judgement and the calendar, by mouse and by keyboard; two at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from clf_model import Action, ActionStatus, Assessment, Judgement, load_framework
from clf_store import Store
from tests.browser.conftest import ROOT, AppServer, NewPage
from tests.browser.places import becomes, settled

TITLE = "Write the guide to feedback anew"


def added(store: Store, organisation: str, *actions: Action) -> int:
    framework = load_framework(ROOT / "framework.yaml")
    assessment = Assessment(
        framework.id, organisation, date(2026, 3, 2), actions={one.id: one for one in actions}
    )
    return store.add(assessment, framework, who="test", at=datetime.now(UTC))


def opened(page: Page, app: AppServer, assessment_id: int, view: str = "") -> Page:
    page.goto(f"{app.url}/action-plan?assessment={assessment_id}{view}")
    expect(page.get_by_role("heading", name="Action plan")).to_be_visible()
    settled(page)
    return page


def planned(store: Store, assessment_id: int) -> list[Action]:
    return list(store.load(assessment_id).assessment.actions.values())


def calendar(page: Page, press: str, folder: Path) -> dict[str, date]:
    """What the calendar file holds that the button gives, pressed by "click" or by a key."""
    button = page.get_by_role("button", name="Calendar")
    settled(page)  # a download belongs to what was drawn last
    with page.expect_download() as waiting:
        if press == "click":
            button.click()
        else:
            button.focus()
            page.keyboard.press(press)
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    found = Calendar.from_ical(file.read_bytes()).events
    return {str(event["summary"]): event["dtstart"].dt for event in found}


def type_date(field: Locator, day: date) -> None:
    """Write a date into its three parts, as a keyboard does."""
    field.get_by_role("spinbutton").first.click()
    field.page.keyboard.type(f"{day:%d%m%Y}")


def test_by_mouse_from_a_blocker_to_a_judgement_and_the_calendar(
    app: AppServer, store: Store, page: Page, tmp_path: Path
) -> None:
    aid = added(store, "Mousehill Care")
    opened(page, app, aid)
    page.get_by_role("button", name="From what holds you back").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("label").filter(has_text="4.1.O3").click()
    dialog.get_by_role("button", name="Write the action").click()

    title = dialog.get_by_label("What will be done?")
    expect(title).not_to_have_value("")
    title.fill(TITLE)
    dialog.get_by_label("Owner").fill("Depute manager")
    type_date(dialog.get_by_test_id("stDateInput"), date(2027, 1, 29))
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    card = page.locator("[class*='st-key-plan-card-']")
    expect(card).to_contain_text("Due 29 January 2027 · Depute manager")
    (made,) = planned(store, aid)
    assert (made.title, made.covers, made.due) == (TITLE, ("4.1.O3",), date(2027, 1, 29))
    assert calendar(page, "click", tmp_path) == {f"Due: {TITLE}": date(2027, 1, 29)}

    card.get_by_role("button", name="Done", exact=True).click()
    expect(dialog).to_contain_text("Does it show?")
    assert store.load(aid).assessment.judgement("4.1.O3") is None
    dialog.get_by_label("What shows it?").fill("The new guide")
    dialog.get_by_role("button", name="Add evidence").click()
    expect(dialog.get_by_label("What shows it?")).to_have_value("")
    expect(dialog).to_contain_text("The new guide")
    dialog.get_by_role("radio", name="Met", exact=True).click()
    expect(dialog.get_by_label("Met in another way than written?")).to_be_visible()
    record = store.load(aid).assessment.record("4.1.O3")
    assert (record.judgement, [one.note for one in record.evidence]) == (Judgement.MET, ["The new guide"])

    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("heading", name="Done 1")).to_be_visible()
    assert calendar(page, "click", tmp_path) == {}


def test_by_keyboard_the_same(app: AppServer, store: Store, page: Page, tmp_path: Path) -> None:
    aid = added(store, "Keyside Care")
    opened(page, app, aid)
    page.get_by_role("button", name="From what holds you back").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    box = dialog.get_by_role("checkbox", name="4.1.O3")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    dialog.get_by_role("button", name="Write the action").focus()
    page.keyboard.press("Enter")

    title = dialog.get_by_label("What will be done?")
    expect(title).not_to_have_value("")
    title.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(TITLE)
    day = dialog.get_by_role("spinbutton").first
    expect(day).to_be_visible()  # the date's code comes later than the other fields'
    dialog.get_by_label("Owner").focus()
    page.keyboard.type("Depute manager")
    page.keyboard.press("Tab")  # into the date, which has a part each for day, month and year
    expect(day).to_be_focused()
    page.keyboard.type("29012027")
    dialog.get_by_label("Measure of success").focus()
    page.keyboard.type("Everyone can say whom to ask")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    card = page.locator("[class*='st-key-plan-card-']")
    expect(card).to_contain_text("Due 29 January 2027 · Depute manager")
    assert [one.measure for one in planned(store, aid)] == ["Everyone can say whom to ask"]

    card.get_by_role("button", name="Done", exact=True).focus()
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("Does it show?")
    met = dialog.get_by_role("radio", name="Met", exact=True)
    met.focus()
    page.keyboard.press("Space")
    expect(dialog.get_by_label("Met in another way than written?")).to_be_visible()
    expect(met).to_be_focused()
    note = dialog.get_by_label("What shows it?")
    note.focus()
    page.keyboard.type("The new guide")
    page.keyboard.press("Enter")
    expect(dialog).to_contain_text("The new guide")
    expect(note).to_have_value("")
    expect(note).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert store.load(aid).assessment.judgement("4.1.O3") is Judgement.MET
    page.keyboard.press("Control+z")
    expect(page.locator(".st-key-status-line")).to_contain_text("Undone")
    assert calendar(page, "Enter", tmp_path) == {}


def test_a_cell_of_the_table_is_saved_by_keyboard_and_the_place_is_kept(
    app: AppServer, store: Store, page: Page
) -> None:
    aid = added(store, "Gridwell Care", Action("forum", "Forum"), Action("leaflet", "Leaflet"))
    opened(page, app, aid, "&plan=table")
    grid = page.get_by_test_id("stDataFrame").first
    expect(grid.locator("canvas").first).to_be_visible()
    box = grid.bounding_box()
    assert box
    page.mouse.click(box["x"] + 110, box["y"] + 55)  # the first action's title
    expect(page.get_by_test_id("glide-cell-1-0")).to_be_focused()
    for column in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_test_id(f"glide-cell-{column}-0")).to_be_focused()
    for row, owner in enumerate(("Anna", "Ben")):
        expect(page.get_by_test_id(f"glide-cell-4-{row}")).to_be_focused()
        page.keyboard.press("Enter")
        cell = page.locator("#portal textarea")
        expect(cell).to_be_focused()
        cell.fill(owner)
        page.keyboard.press("Enter")  # saves, and goes on to the row below
        becomes(page, lambda row=row: planned(store, aid)[row].owner, owner)
        settled(page)
    assert [one.owner for one in planned(store, aid)] == ["Anna", "Ben"]


def test_the_second_writer_of_an_action_sees_both_values_and_chooses(
    app: AppServer, store: Store, new_page: NewPage
) -> None:
    aid = added(store, "Twostone Care", Action("forum", "Forum"))
    first, second = (opened(new_page(), app, aid) for _ in range(2))
    for page, owner in ((first, "Anna"), (second, "Ben")):
        page.get_by_role("button", name="Edit", exact=True).click()
        page.get_by_role("dialog").get_by_label("Owner").fill(owner)
    first.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(first.get_by_role("dialog")).to_have_count(0)
    second.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(second.get_by_text("Someone else changed “Forum” while you did. Theirs is saved.")).to_be_visible()
    expect(second.get_by_text("Owner: theirs Anna, yours Ben")).to_be_visible()
    assert [one.owner for one in planned(store, aid)] == ["Anna"]
    second.get_by_role("button", name="Use mine").click()
    expect(second.get_by_text("Someone else changed")).to_have_count(0)
    becomes(second, lambda: [one.owner for one in planned(store, aid)], ["Ben"])


def test_on_a_final_assessment_judging_goes_on_in_a_new_draft(
    app: AppServer, store: Store, page: Page
) -> None:
    doing = Action("forum", "Forum", covers=("4.1.O1",), status=ActionStatus.IN_PROGRESS)
    aid = added(store, "Lockhart Care", doing)
    store.finalise(aid, who="test", at=datetime.now(UTC))
    opened(page, app, aid)
    page.get_by_role("button", name="Done", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Judgements are locked")
    dialog.get_by_role("button", name="Carry on in a new draft").click()
    expect(page.locator(".st-key-marks")).to_contain_text("Draft")
    dialog.get_by_role("radio", name="Partly").click()
    expect(dialog.get_by_role("radio", name="Partly")).to_be_checked()
    draft = next(i for i in store.assessments("clf") if i.copied_from == aid)
    becomes(page, lambda: store.load(draft.id).assessment.judgement("4.1.O1"), Judgement.PARTLY)
