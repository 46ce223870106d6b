"""The framework's file is edited: a final record stays what it was, a draft goes on with its own edition."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Action, Assessment, Evidence, Judgement, Record, dump_assessment
from clf_store import ActionEdit, EditionChangedError
from tests.app.driver import (
    AT,
    GARDEN,
    as_read,
    downloads,
    framework,
    keys,
    open_page,
    own,
    record,
    said,
    says,
    settled,
    shows,
    store,
    stored,
    submit,
    table,
    told,
    write_cells,
)
from tests.app.rooms import door

TEXT = GARDEN.read_text(encoding="utf-8")
HEAPS = Record(Judgement.MET, evidence=(Evidence("Heaps", "Photograph", date(2026, 1, 5)),))
RECORDS = dict.fromkeys(("1.1.O1", "1.1.O2", "1.2.O1", "1.2.O2", "2.1.O1", "9.3.O2"), HEAPS)
PAGES = (
    "profile",
    "overview",
    "checklist",
    "evidence",
    "what_if",
    "action_plan",
    "history",
    "report",
    "say_do_gap",
)

EDITS = {
    "another id": ("1.1.O2:", "1.1.O9:"),
    "the opposite": ("composts its green waste", "burns its green waste"),
    "one removed": ("          9.3.O2: teaches others to do the same\n", ""),
    "one added": ("          1.1.O2: composts", "          1.1.O3: digs\n          1.1.O2: composts"),
    "to another stage": ("          1.2.O1: tests the soil every year\n", ""),
    "a stage's name": ("name: Growing", "name: Taking root"),
    "a stage's id": ("growing", "rooting"),
    "a stage's words": ("learns from each season", "learns"),
    "a capability's name": ("name: Caring for the soil", "name: Soil care"),
    "a capability's short name": ("short_name: Soil", "short_name: Earth"),
    "an edition's name": ("edition: first", "edition: second"),
    "another order": (
        "          1.1.O1: knows what kind of soil it has\n          1.1.O2: composts its green waste\n",
        "          1.1.O2: composts its green waste\n          1.1.O1: knows what kind of soil it has\n",
    ),
}


def edited(folder: Path, *edits: tuple[str, str]) -> Path:
    text = TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    path = folder / f"framework-{abs(hash(edits))}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def shown(assessment_id: int, pages: tuple[str, ...]) -> dict[str, list[str]]:
    """All that these pages say of an assessment, and its export."""
    found = {}
    for page in (*pages, "settings"):
        at = open_page(page, assessment=assessment_id)
        if page == "settings":
            at.session_state["section"] = "Data"
            at.run()
        else:
            found[page] = said(at) + [str(node.proto) for node in at.get("arrow_vega_lite_chart")]
    export = next(made for name, made in downloads.items() if name.endswith(".yaml"))
    return {**found, "export": [str(export())]}


def test_a_final_record_is_the_same_whatever_happens_to_the_frameworks_file(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    final = own(garden, RECORDS, organisation="Allotments", file=GARDEN, final=True)
    before = shown(final, PAGES)
    assert any("Growing" in text for text in before["overview"])
    for place, (what, edit) in enumerate(EDITS.items()):
        monkeypatch.setenv("CLF_FRAMEWORK", str(edited(tmp_path, edit)))
        downloads.clear()
        # All pages of the first edit; of the others the profile and one more in turn, for the time it takes.
        found = shown(final, PAGES if not place else ("profile", PAGES[place % len(PAGES)]))
        assert found == {page: before[page] for page in found}, what


def test_a_draft_goes_on_with_its_own_edition_until_it_is_carried_over(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = own(garden, RECORDS, organisation="Allotments", file=GARDEN)
    new = edited(
        tmp_path, EDITS["another id"], ("labels what it sows", "labels its seed"), EDITS["one removed"]
    )
    monkeypatch.setenv("CLF_FRAMEWORK", str(new))
    at = open_page("checklist", assessment=draft)
    assert says(at, "1 indicator removed, 1 indicator reworded and 1 indicator moved")
    assert says(at, "1.1.O2")
    assert not says(at, "1.1.O9")
    at = settled(at.button(key="carry-over").click())
    assert says(at, "Carried over: 1 moved and 9.3.O2 removed, kept in the log")
    assert record(garden, draft, "1.1.O9") == HEAPS
    assert stored(garden, draft).info.framework_digest == framework(new).digest
    assert not says(at, "This draft was made with")
    at = settled(at.button(key="undo").click())
    assert stored(garden, draft).assessment.records == RECORDS
    assert says(at, "This draft was made with")


def test_a_reworded_indicator_is_marked_and_found_by_the_filter_until_it_is_judged(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = own(garden, RECORDS, organisation="Allotments", file=GARDEN)
    monkeypatch.setenv("CLF_FRAMEWORK", str(edited(tmp_path, EDITS["the opposite"])))
    at = open_page("checklist", assessment=draft)
    assert "reworded" not in at.selectbox(key="show").options
    at = settled(at.button(key="carry-over").click())
    at = open_page("checklist", assessment=draft, show="reworded")
    assert says(at, "It said: “composts its green waste”")
    assert not says(at, "1.1.O1")
    buttons = at.button_group(key=f"judge-{draft}-1.1.O2")
    at = settled(buttons.select(Judgement.PARTLY))
    assert record(garden, draft, "1.1.O2") == Record(Judgement.PARTLY, evidence=HEAPS.evidence)
    assert not says(at, "It said:")


def test_the_framework_page_has_the_editions_and_what_differs(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own(garden, RECORDS, organisation="Allotments", file=GARDEN)
    monkeypatch.setenv(
        "CLF_FRAMEWORK", str(edited(tmp_path, EDITS["the opposite"], EDITS["an edition's name"]))
    )
    at = open_page("framework")
    at.session_state["framework-tabs"] = "Editions"
    at.run()
    assert says(at, "It said: composts its green waste")


def _count(at: AppTest, rows: dict[int, dict[str, int]]) -> AppTest:
    (name,) = keys(at, "grid-paper-")
    return write_cells(at, f"grid-paper-{name}", rows).run()


def test_whatever_is_done_with_an_edition_is_named_in_its_words_also_in_the_log_of_later(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = own(garden, RECORDS, organisation="Allotments", file=GARDEN)
    edits = (EDITS["the opposite"], EDITS["a capability's name"], EDITS["a capability's short name"])
    monkeypatch.setenv("CLF_FRAMEWORK", str(edited(tmp_path, *edits)))
    old, new = "1.1.O2 “composts its green waste”", "1.1.O2 “burns its green waste”"
    at = open_page("checklist", assessment=draft)
    at = settled(at.button_group(key=f"judge-{draft}-1.1.O2").select(Judgement.PARTLY))
    assert as_read(at.button(key="undo").help) == f"Undo {old} Met → Partly"
    assert says(settled(at.button(key="undo").click()), f"Undone: {old} Partly → Met")
    assert says(settled(at.button(key="redo").click()), f"Redone: {old} Met → Partly")
    lead = open_page("facilitate", assessment=draft)
    lead.button_group(key=f"facilitate-capabilities-{draft}").set_value(["soil"])
    submit(lead, "open-workshop", "Open the workshop").click().run()
    with store(garden) as opened:
        (room,) = opened.workshops.of_assessment(draft)
    lead.button(key="judge-topic").click().run()
    row = list(room.topics[0].indicators).index("1.1.O2")
    lead.number_input(key=f"facilitate-sheets-{room.id}-soil-1").set_value(5).run()
    assert says(_count(lead, {row: {"Met": 4}}), f"Fewer answers than sheets for {old}.")
    _count(lead, {row: {"Met": 6}}).button(key="save-counts").click().run()
    assert told(lead)[0].startswith(f"{old} has more answers")
    _count(lead, {row: {"Met": 2, "Partly": 3}}).button(key="save-counts").click().run()
    assert says(lead, f"5 votes for {old} saved")
    lead.button(key="reveal-topic").click().run()
    lead.radio(key=f"facilitate-agenda-{room.id}-soil").set_value("1.1.O2").run()
    lead.button_group(key=f"facilitate-judgement-{room.id}-1.1.O2").set_value(Judgement.MET)
    assert says(lead.button(key="save-decision").click().run(), f"{old} Met saved")
    wall = open_page("projector", workshop=room.id, wall=door(garden, lead).wall)
    assert says(wall, f"**Decided last:** {old}")
    lead.radio(key=f"facilitate-agenda-{room.id}-soil").set_value("1.1.O2").run()
    assert says(lead.button(key="undecide").click().run(), f"{old} Met taken back")
    lead.button(key="close-only").click().run()
    at = settled(open_page("checklist", assessment=draft).button(key="carry-over").click())
    assert at.button(key="undo").help == "Undo carrying over to another edition"
    at = settled(at.button_group(key=f"judge-{draft}-1.1.O2").select(Judgement.NOT_MET))
    at = open_page("settings", assessment=draft)
    at.session_state["section"] = "Log"
    at.run()
    logged = [text for text in table(at)["What"] if "1.1.O2" in text or "workshop" in text]
    assert logged == [
        f"Changed: {new} Not discussed → Not yet",
        f"Changed: carrying over to another edition; {old} Partly → Not discussed",
        "Votes revealed in the workshop “Workshop”: Soil",
        f"Redone: {old} Met → Partly",
        f"Undone: {old} Partly → Met",
        f"Changed: {old} Met → Partly",
    ]


def test_a_file_of_an_unknown_edition_says_what_differs_and_comes_in_with_its_text(
    garden: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It was made with an edition in which 1.1.O2 had another id; both are of one framework."""
    renamed = edited(tmp_path, EDITS["another id"], EDITS["an edition's name"])
    theirs = framework(renamed)
    brought = dump_assessment(
        Assessment(theirs.id, "Plot 7", date(2026, 1, 5), records={"1.1.O9": HEAPS, "1.2.O1": HEAPS}), theirs
    ).encode()
    at = open_page("settings", assessment=own(garden, organisation="Plot 1", file=GARDEN))
    at.session_state["section"] = "Data"
    at.run()
    at.file_uploader(key="import-file").upload("plot.yaml", brought).run()
    assert "It was made with edition 'second', but 'first' is in use." in told(at)[0]
    assert "these are not here: '1.1.O9'" in told(at)[0]
    assert not shows(at, "import")
    at.file_uploader(key="own-edition").upload("garden.yaml", GARDEN.read_bytes()).run()
    assert "with another text" in at.error[0].value
    at.file_uploader(key="own-edition").upload("renamed.yaml", renamed.read_bytes()).run()
    assert says(at, "1.1.O9 → 1.1.O2")
    at = settled(at.button(key="import").click())
    with store(garden) as opened:
        made = next(one.id for one in opened.assessments("garden") if one.organisation == "Plot 7")
    at = open_page("checklist", assessment=made)
    settled(at.button(key="carry-over").click())
    assert record(garden, made, "1.1.O2") == record(garden, made, "1.2.O1") == HEAPS


def test_a_tab_that_shows_the_edition_of_before_writes_nothing_into_the_new_one(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read there says the opposite now: the click is refused in words, and what was typed stays."""
    draft = own(garden, {"1.2.O1": HEAPS}, organisation="Allotments", file=GARDEN)
    monkeypatch.setenv("CLF_FRAMEWORK", str(edited(tmp_path, EDITS["the opposite"])))
    theirs, mine = (open_page("checklist", browser=name, assessment=draft) for name in ("theirs", "mine"))
    settled(theirs.button(key="carry-over").click())
    mine.segmented_control(key=f"judge-{draft}-1.1.O2").set_value(Judgement.MET).run()
    assert "Somebody has carried this assessment over" in told(mine)[0]
    assert record(garden, draft, "1.1.O2") == Record()
    assert says(mine.run(), "burns its green waste")
    mine.segmented_control(key=f"judge-{draft}-1.1.O2").set_value(Judgement.NOT_MET).run()
    assert record(garden, draft, "1.1.O2").judgement is Judgement.NOT_MET


def test_an_action_for_the_edition_of_before_is_refused_too(garden: str, tmp_path: Path) -> None:
    draft = own(garden, file=GARDEN)
    before, after = framework(GARDEN), framework(edited(tmp_path, EDITS["the opposite"]))
    wanted = {"a": ActionEdit(None, Action("a", "Compost", covers=("1.1.O2",)))}
    with store(garden) as opened:
        opened.carry_over(draft, after, who="theirs", at=AT)
        with pytest.raises(EditionChangedError):
            opened.change_actions(draft, wanted, who="mine", at=AT, edition=before.digest)
        assert not opened.load(draft).assessment.actions
        opened.change_actions(draft, wanted, who="mine", at=AT, edition=after.digest)


def test_a_what_if_page_of_the_edition_of_before_writes_no_scenario_and_no_action_into_the_new_one(
    garden: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is done there first is refused in words, and the page then shows what is asked now."""
    draft = own(garden, {"1.1.O1": HEAPS}, organisation="Allotments", file=GARDEN)
    with store(garden) as opened:
        tried = opened.save_scenario(draft, "Plan A", {"1.1.O2": Judgement.MET}, at=AT)
    current = framework(GARDEN)
    monkeypatch.setenv("CLF_FRAMEWORK", str(edited(tmp_path, EDITS["the opposite"])))

    def everything() -> tuple[object, ...]:
        with store(garden) as opened:
            return opened.load(draft).assessment.actions, opened.scenarios(draft)

    acts: dict[str, tuple[int, Callable[[AppTest], object]]] = {
        "a scenario from today": (0, lambda at: at.toggle(key=f"try-{draft}-1.1.O2").set_value(True)),
        "a switch": (tried, lambda at: at.toggle(key=f"try-{draft}-1.2.O1").set_value(True)),
        "a plan's actions": (tried, lambda at: at.button(key="take-plan").click()),
        "an action": (0, lambda at: at.text_input(key="add-action").set_value("Compost")),
    }
    for what, (scenario, act) in acts.items():
        at = open_page("what_if", assessment=draft, scenario=scenario)
        at.session_state["efforts-and-actions"] = True
        at.session_state["efforts-tabs"] = "Actions"
        at.run()
        with store(garden) as opened:
            opened.carry_over(draft, framework(Path(os.environ["CLF_FRAMEWORK"])), who="theirs", at=AT)
        before = everything()
        act(at)
        at.run()
        assert told(at)[0].startswith("Somebody has carried this assessment over"), what
        assert everything() == before, what
        assert "burns its green waste" in at.toggle(key=f"try-{draft}-1.1.O2").label, what
        with store(garden) as opened:
            opened.undo(draft, who="theirs", at=AT)
            assert opened.load(draft).info.framework_digest == current.digest


def test_a_stage_that_asks_nothing_says_so_and_is_passed_over(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun asks nothing of Middle, so that one indicator of Steady reaches Steady."""
    gapped = GARDEN.with_name("gapped.yaml")
    monkeypatch.setenv("CLF_FRAMEWORK", str(gapped))
    known = {"1.2.O1": Record(Judgement.MET)}
    made = own(empty_database, known, organisation="Oak House", file=gapped)
    at = open_page("checklist", assessment=made)
    assert sum("asks nothing here" in one for one in said(at)) == 2  # Begun and Improving
    assert says(open_page("profile", assessment=made), "Steady")
    assert says(open_page("framework"), "Asks nothing here")
