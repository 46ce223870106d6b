"""The Evidence page: how much there is and from whom, where none is, and all of it to correct."""

from __future__ import annotations

import csv
from calendar import month_name
from datetime import date
from io import StringIO

import pytest
import yaml
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from clf_model import Evidence, Judgement, Record, Voice
from clf_ui.shared import config
from tests.app.driver import (
    SAMPLES,
    downloaded,
    keys,
    links,
    met,
    open_page,
    own,
    record,
    said,
    sample_id,
    says,
    shows,
    stored,
    submit,
    told,
)

TABLE = "evidence-table"
FIRST, SECOND = "1.1.O1", "1.1.O2"


def evidence_page(assessment: int) -> AppTest:
    return open_page("evidence", assessment=assessment)


def figures(at: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in at.metric}


def notes(at: AppTest) -> list[str]:
    """The notes in the table of all evidence."""
    return list(at.dataframe(key=TABLE).value["Note"])


def select(at: AppTest, row: int | None) -> AppTest:
    """Choose a row of the table, or none."""
    rows = [] if row is None else [row]
    at.session_state[TABLE] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return at.run()


def field(at: AppTest, part: str) -> str:
    """The key of a field of the entry that is open for editing; there is at most one."""
    (rest,) = keys(at, f"edit-{part}-")
    return f"edit-{part}-{rest}"


def save(at: AppTest, label: str = "Save") -> AppTest:
    """Press Save or Remove below the entry that is open."""
    return button(at, label).click().run()


def button(at: AppTest, label: str) -> Button:
    (form,) = {
        key.removesuffix(f"-{label}") for key in keys(at, "FormSubmitter:edit-") if key.endswith(label)
    }
    return at.button(key=f"FormSubmitter:edit-{form}-{label}")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_figures_are_those_of_the_file(database: str, name: str) -> None:
    text = (config.samples_folder() / f"{name}.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)["judgements"].values()
    judged = [one if isinstance(one, dict) else {"judgement": one} for one in read]
    entries = [entry for one in judged for entry in one.get("evidence", [])]
    all_met = [one for one in judged if one.get("judgement") == "met"]
    shown = [one for one in all_met if one.get("evidence")]
    oldest = min(entry["dated"] for entry in entries if "dated" in entry)

    at = evidence_page(sample_id(database, name))
    assert figures(at) == {
        "Entries": str(len(entries)),
        "Met with evidence": f"{len(shown)} of {len(all_met)}",
        "Voices heard": f"{len({entry['voice'] for entry in entries if 'voice' in entry})} of 8",
        "Oldest": f"{oldest.day} {month_name[oldest.month]} {oldest.year}",
    }
    assert len(notes(at)) == len(entries)
    assert sorted(notes(at)) == sorted(entry["note"] for entry in entries)


def test_every_voice_has_its_count_and_latest_date_also_the_ones_not_heard(database: str) -> None:
    entries = (
        Evidence("A", dated=date(2025, 5, 1), voice=Voice.CARER),
        Evidence("B", dated=date(2026, 1, 2), voice=Voice.CARER),
        Evidence("C", voice=Voice.MANAGER),
        Evidence("D", dated=date(2026, 1, 3)),
    )
    at = evidence_page(own(database, {FIRST: Record(evidence=entries)}))
    table = next(one.value for one in at.dataframe if "Latest" in one.value.columns)
    rows = {
        voice: (count, None if latest != latest or latest is None else f"{latest:%Y-%m-%d}")
        for voice, count, latest in table.itertuples(index=False)
    }
    assert rows == {
        "Employee": (0, None),
        "Manager": (1, None),
        "Person using services": (0, None),
        "Carer": (2, "2026-01-02"),
        "Document": (0, None),
        "Data": (0, None),
        "Research": (0, None),
        "Other": (0, None),
        "Not said": (1, "2026-01-03"),
    }


def test_evidence_that_never_had_a_date_says_so(database: str) -> None:
    assert figures(evidence_page(own(database, {FIRST: met("Seen")})))["Oldest"] == "no dates"


def test_without_judgements_the_page_leads_to_the_checklist(database: str) -> None:
    mine = own(database)
    at = evidence_page(mine)
    assert figures(at) == {
        "Entries": "0",
        "Met with evidence": "0 of 0",
        "Voices heard": "0 of 8",
        "Oldest": "no dates",
    }
    assert says(at, "No indicator is met yet.")
    assert says(at, "No evidence yet.")
    assert links(at)["Open the Checklist"] == (
        "checklist",
        f"assessment={mine}",
    )
    assert not at.dataframe


def test_a_bare_indicator_gets_its_evidence_in_place(database: str) -> None:
    mine = own(database, {FIRST: met(), SECOND: met(), "4.1.O1": met("Seen")})
    at = evidence_page(mine)
    assert says(at, "2 met indicators without evidence.")
    assert at.selectbox(key="bare-indicator").value == FIRST
    assert [option.partition(" ")[0] for option in at.selectbox(key="bare-indicator").options] == [
        FIRST,
        SECOND,
    ]
    at.selectbox(key="bare-indicator").set_value(SECOND).run()
    at.text_input(key=f"evidence-note-{mine}-{SECOND}").set_value("Learning map")
    at.text_input(key=f"evidence-source-{mine}-{SECOND}").set_value("Wall of the office")
    at.selectbox(key=f"evidence-voice-{mine}-{SECOND}").set_value(Voice.DOCUMENT)
    at.date_input(key=f"evidence-dated-{mine}-{SECOND}").set_value(date(2025, 12, 24))
    submit(at, f"new-evidence-{SECOND}", "Add evidence").click().run()

    entry = Evidence("Learning map", "Wall of the office", date(2025, 12, 24), Voice.DOCUMENT)
    assert record(database, mine, SECOND) == Record(Judgement.MET, evidence=(entry,))
    assert says(at, "1 met indicator without evidence.")
    assert at.selectbox(key="bare-indicator").value == FIRST
    assert figures(at) == {
        "Entries": "2",
        "Met with evidence": "2 of 3",
        "Voices heard": "1 of 8",
        "Oldest": "24 December 2025",
    }
    assert notes(at) == ["Learning map", "Seen"]


def test_the_last_bare_indicator_with_evidence_ends_the_list(database: str) -> None:
    mine = own(database, {FIRST: met(), SECOND: Record(Judgement.PARTLY)})
    at = evidence_page(mine)
    at.text_input(key=f"evidence-note-{mine}-{FIRST}").set_value("Seen")
    submit(at, f"new-evidence-{FIRST}", "Add evidence").click().run()
    assert says(at, "Every met indicator has evidence.")
    assert not shows(at, "bare-indicator")


def test_evidence_without_a_note_is_refused_here_too(database: str) -> None:
    mine = own(database, {FIRST: met()})
    at = evidence_page(mine)
    submit(at, f"new-evidence-{FIRST}", "Add evidence").click().run()
    assert told(at) == ["An evidence entry needs a note. Write what shows it."]
    assert record(database, mine, FIRST) == met()


def test_an_entry_is_edited_from_its_row(database: str) -> None:
    entry = Evidence("Old note", "Old source", date(2025, 1, 1), Voice.CARER)
    mine = own(database, {FIRST: Record(Judgement.MET, effort=2, evidence=(entry,)), SECOND: met("Other")})
    at = evidence_page(mine)
    assert says(at, "Choose a row to edit or remove the entry.")
    select(at, 0)
    assert at.text_area(key=field(at, "note")).value == "Old note"
    assert at.text_input(key=field(at, "source")).value == "Old source"
    assert at.selectbox(key=field(at, "voice")).value is Voice.CARER
    assert at.date_input(key=field(at, "dated")).value == date(2025, 1, 1)

    at.text_area(key=field(at, "note")).set_value("New note")
    at.text_input(key=field(at, "source")).set_value("")
    at.selectbox(key=field(at, "voice")).set_value(Voice.DATA)
    at.date_input(key=field(at, "dated")).set_value(date(2025, 2, 3))
    save(at)
    new = Evidence("New note", None, date(2025, 2, 3), Voice.DATA)
    assert record(database, mine, FIRST) == Record(Judgement.MET, effort=2, evidence=(new,))
    assert record(database, mine, SECOND) == met("Other")
    assert notes(at) == ["New note", "Other"]


def test_an_edit_to_a_blank_note_is_refused_and_the_entry_stays(database: str) -> None:
    mine = own(database, {FIRST: met("Seen")})
    at = select(evidence_page(mine), 0)
    at.text_area(key=field(at, "note")).set_value("  ")
    save(at)
    assert told(at) == ["An evidence entry needs a note. Write what shows it."]
    assert record(database, mine, FIRST) == met("Seen")


def test_an_entry_is_removed_from_its_row_and_undo_brings_it_back(database: str) -> None:
    mine = own(database, {FIRST: met("One", "Two"), SECOND: met("Three")})
    at = select(evidence_page(mine), 1)
    save(at, "Remove")
    assert record(database, mine, FIRST) == met("One")
    assert notes(at) == ["One", "Three"]
    at.button(key="undo").click().run()
    assert record(database, mine, FIRST) == met("One", "Two")
    assert notes(at) == ["One", "Two", "Three"]


def test_after_a_removal_the_next_entry_is_shown_as_it_is(database: str) -> None:
    mine = own(database, {FIRST: met("One", "Two")})
    at = select(evidence_page(mine), 0)
    at.text_area(key=field(at, "note")).set_value("One, typed over")
    save(at, "Remove")
    assert record(database, mine, FIRST) == met("Two")
    select(at, 0)
    assert at.text_area(key=field(at, "note")).value == "Two"
    save(at)
    assert record(database, mine, FIRST) == met("Two")


def test_after_an_undo_the_chosen_entry_is_shown_as_it_is(database: str) -> None:
    mine = own(database, {FIRST: met("Old")})
    at = select(evidence_page(mine), 0)
    at.text_area(key=field(at, "note")).set_value("New")
    save(at)
    at.button(key="undo").click().run()
    assert record(database, mine, FIRST) == met("Old")
    select(at, 0)
    assert at.text_area(key=field(at, "note")).value == "Old"


def test_an_entry_that_was_edited_elsewhere_is_not_overwritten_unseen(database: str) -> None:
    mine = own(database, {FIRST: met("Seen")})
    one, two = select(evidence_page(mine), 0), select(evidence_page(mine), 0)
    one.text_area(key=field(one, "note")).set_value("By one")
    save(one)
    two.text_area(key=field(two, "note")).set_value("By two")
    save(two)
    kept = {entry.note for entry in record(database, mine, FIRST).evidence}
    # Either both are kept, or the second is told why theirs is not.
    assert "By one" in kept
    assert "By two" in kept or told(two)


def test_removing_an_entry_that_is_gone_does_no_harm(database: str) -> None:
    mine = own(database, {FIRST: met("Seen", "Heard")})
    one, two = select(evidence_page(mine), 0), select(evidence_page(mine), 0)
    save(one, "Remove")
    save(two, "Remove")
    assert record(database, mine, FIRST) == met("Heard")


def test_the_table_is_filtered_by_capability_and_by_voice(database: str) -> None:
    records = {
        FIRST: Record(evidence=(Evidence("A", voice=Voice.CARER), Evidence("B", voice=Voice.DATA))),
        "1.2.W1": Record(evidence=(Evidence("C"),)),
        "4.1.O1": Record(evidence=(Evidence("D", voice=Voice.CARER),)),
    }
    at = evidence_page(own(database, records))
    assert notes(at) == ["A", "B", "C", "D"]
    at.selectbox(key="evidence-capability").set_value("learning-culture").run()
    assert notes(at) == ["A", "B", "C"]
    at.selectbox(key="evidence-voice").set_value("carer").run()
    assert notes(at) == ["A"]
    at.selectbox(key="evidence-capability").set_value("all").run()
    assert notes(at) == ["A", "D"]
    at.selectbox(key="evidence-capability").set_value("planning").run()
    assert notes(at) == []
    # The figures stay those of the whole assessment.
    assert figures(at)["Entries"] == "4"


def test_a_row_of_the_filtered_table_opens_the_entry_it_shows(database: str) -> None:
    mine = own(database, {FIRST: met("A"), "4.1.O1": met("B")})
    at = evidence_page(mine)
    at.selectbox(key="evidence-capability").set_value("feedback").run()
    select(at, 0)
    at.text_area(key=field(at, "note")).set_value("B2")
    save(at)
    assert record(database, mine, "4.1.O1") == met("B2")
    assert record(database, mine, FIRST) == met("A")


def test_a_final_assessment_shows_its_evidence_and_lets_nothing_change(database: str) -> None:
    mine = own(database, {FIRST: met("Seen"), SECOND: met()}, final=True)
    at = select(evidence_page(mine), 0)
    assert says(at, "This assessment is final:")
    assert not shows(at, f"evidence-note-{mine}-{SECOND}")
    assert button(at, "Save").disabled
    assert button(at, "Remove").disabled
    assert notes(at) == ["Seen"]


def test_all_evidence_is_taken_along_as_a_table(database: str) -> None:
    mine = own(database, {FIRST: met("Seen", "=1+1"), SECOND: met()})
    evidence_page(mine)
    rows = list(csv.DictReader(StringIO(downloaded("csv").decode("utf-8-sig"))))
    assert [(row["Indicator"], row["Note"]) for row in rows] == [(FIRST, "Seen"), (FIRST, "'=1+1")]


def test_looking_at_evidence_changes_nothing(database: str) -> None:
    chosen = sample_id(database, "glenmore-home-care-2026-06")
    before = stored(database, chosen)
    select(evidence_page(chosen), 3)
    assert stored(database, chosen) == before


def test_notes_of_markup_do_not_act_on_this_page(database: str) -> None:
    markup = "<img src=x onerror=alert(1)> ![x](http://e/x.png) :red[x] $x$ [a](http://b)"
    mine = own(database, {FIRST: Record(evidence=(Evidence(markup, markup),))}, organisation=markup)
    at = select(evidence_page(mine), 0)
    sent = [element.proto.body for element in (*at.markdown, *at.caption)]
    assert not [body for body in sent for part in markup.split() if part in body and "x" in part]
    assert at.text_area(key=field(at, "note")).value == markup
    assert notes(at) == [markup]
    assert said(at)
