"""The Checklist: judging, naming evidence, taking back, and two people at once."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Evidence, Judgement, Record, Voice
from clf_ui.wording import plain
from tests.app.driver import (
    AT,
    as_read,
    browser_of,
    framework,
    go_to,
    keys,
    met,
    open_page,
    own,
    record,
    said,
    says,
    shows,
    store,
    stored,
    submit,
    told,
)
from tests.worded import worded

MET, PARTLY, NOT_MET, NOT_APPLICABLE = Judgement
# Learning culture: five organisation indicators at Engaged and at Established, three and two after these.
ENGAGED = [f"1.1.O{n}" for n in range(1, 6)]
FIRST = ENGAGED[0]
ACTING = (
    "<img src=x onerror=alert(1)>",
    "![x](http://e/x.png)",
    ":red[x]",
    "$x$",
    "[a](http://b)",
)
MARKUP = " ".join(ACTING)


def checklist(assessment: int, *, browser: str = "mine", **query: str) -> AppTest:
    return open_page("checklist", browser=browser, assessment=assessment, **query)


def judge(at: AppTest, assessment: int, indicator: str, judgement: Judgement | None) -> AppTest:
    """Press a button of an indicator, then look at the whole page."""
    return at.segmented_control(key=f"judge-{assessment}-{indicator}").set_value(judgement).run().run()


def press(at: AppTest, key: str) -> AppTest:
    return at.button(key=key).click().run().run()


def give_reason(at: AppTest, assessment: int, indicator: str, reason: str) -> AppTest:
    """Type into the field of a reason and press Enter."""
    at.text_input(key=f"reason-{assessment}-{indicator}").set_value(reason)
    saves = (f"save-reason-{indicator}", f"save-equivalent-{indicator}")
    next(button for button in at.button if button.key in saves).click().run()
    return at.run()


def open_evidence(at: AppTest, indicator: str) -> AppTest:
    at.session_state[f"open-evidence-{indicator}"] = True
    return at.run()


def add(at: AppTest, assessment: int, indicator: str, note: str, source: str = "") -> AppTest:
    """Fill the fields of a new entry and press Add."""
    at.text_input(key=f"evidence-note-{assessment}-{indicator}").set_value(note)
    at.text_input(key=f"evidence-source-{assessment}-{indicator}").set_value(source)
    submit(at, f"new-evidence-{indicator}", "Add evidence").click().run()
    return at.run()


def stage(at: AppTest, stage_id: str) -> str:
    """The heading of a stage: its name, a mark and how it stands."""
    return said(at, f"stage-{stage_id}")[0]


def shown_judgement(at: AppTest, assessment: int, indicator: str) -> Judgement | None:
    found = at.segmented_control(key=f"judge-{assessment}-{indicator}").value
    assert found is None or isinstance(found, Judgement)
    return found


def listed(at: AppTest) -> list[str]:
    """The indicators on the page, in their order."""
    return keys(at, "indicator-")


def read_as_markdown(at: AppTest) -> list[str]:
    """Every text on the page that the browser reads as Markdown, as it is sent."""
    texts = [element.proto.body for element in (*at.markdown, *at.caption)]
    texts += [element.value for element in (*at.header, *at.subheader, *at.warning, *at.info)]
    texts += [text for one in at.button for text in (one.label, one.help)]
    texts += [option for one in at.segmented_control for option in one.options]
    texts += [one.label for one in (*at.segmented_control, *at.text_input, *at.page_link)]
    return texts


def acting(at: AppTest) -> list[str]:
    """The texts in which something of `MARKUP` would act."""
    return [text for text in read_as_markdown(at) if any(part in text for part in ACTING)]


@pytest.mark.parametrize(
    ("judgement", "heading"),
    [(MET, "1 of 5"), (PARTLY, "0 of 5"), (NOT_MET, "0 of 5")],
)
def test_a_judgement_is_saved_at_once_and_counts_where_it_is_met(
    database: str, judgement: Judgement, heading: str
) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, judgement)
    assert record(database, mine, FIRST) == Record(judgement)
    assert stage(at, "engaged") == f"Engaged :material/pending: {heading}"
    assert says(at, "1 of 15 indicators discussed", "result")


def test_the_last_indicator_of_a_stage_brings_it_everywhere_on_the_page(database: str) -> None:
    mine = own(database, {id_: met() for id_ in ENGAGED[:4]})
    at = checklist(mine)
    assert stage(at, "engaged") == "Engaged :material/pending: 4 of 5"
    assert stage(at, "established") == "Established :material/lock: 0 of 5 · waits for Engaged"
    assert said(at, "result")[0] == "○○○○ Not yet engaged"
    assert says(at, worded("1.1.O5 has not been discussed"), "result")

    judge(at, mine, ENGAGED[4], MET)
    assert stage(at, "engaged") == "Engaged :material/check_circle: 5 of 5"
    assert stage(at, "established") == "Established :material/pending: 0 of 5"
    assert stage(at, "accomplished") == "Accomplished :material/lock: 0 of 3 · waits for Established"
    assert said(at, "result")[0] == "●○○○ Engaged"
    assert at.segmented_control(key="capability").options[0] == "Learning culture ●○○○"


def test_pressing_the_chosen_answer_again_clears_it(database: str) -> None:
    mine = own(database, {id_: met() for id_ in ENGAGED})
    at = judge(checklist(mine), mine, FIRST, None)
    assert record(database, mine, FIRST).is_empty
    assert stage(at, "engaged") == "Engaged :material/pending: 4 of 5"
    assert stage(at, "established") == "Established :material/lock: 0 of 5 · waits for Engaged"


def test_another_judgement_keeps_evidence_and_effort_but_not_the_old_reason(database: str) -> None:
    mine = own(
        database,
        {FIRST: Record(MET, equivalent=True, reason="By word", effort=3, evidence=(Evidence("Minutes"),))},
    )
    judge(checklist(mine), mine, FIRST, PARTLY)
    assert record(database, mine, FIRST) == Record(PARTLY, effort=3, evidence=(Evidence("Minutes"),))


def test_what_workers_say_is_saved_and_does_not_count_for_the_organisation(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, "1.1.W1", MET)
    assert record(database, mine, "1.1.W1") == Record(MET)
    assert stage(at, "engaged") == "Engaged :material/pending: 0 of 5"


def test_not_applicable_is_saved_only_with_its_reason(database: str) -> None:
    mine = own(database, {FIRST: Record(PARTLY)})
    at = judge(checklist(mine), mine, FIRST, NOT_APPLICABLE)
    assert record(database, mine, FIRST) == Record(PARTLY)
    assert shown_judgement(at, mine, FIRST) is NOT_APPLICABLE

    give_reason(at, mine, FIRST, "  We have no board ")
    assert record(database, mine, FIRST) == Record(NOT_APPLICABLE, reason="We have no board")
    assert stage(at, "engaged") == "Engaged :material/pending: 0 of 4"
    assert says(at, "Reason: We have no board", f"indicator-{FIRST}")
    assert not shows(at, f"reason-{mine}-{FIRST}")


@pytest.mark.parametrize("before", [None, PARTLY])
def test_cancel_leaves_the_judgement_as_it_was(database: str, before: Judgement | None) -> None:
    mine = own(database, {FIRST: Record(before)})
    at = judge(checklist(mine), mine, FIRST, NOT_APPLICABLE)
    press(at, f"cancel-{FIRST}")
    assert record(database, mine, FIRST) == Record(before)
    assert shown_judgement(at, mine, FIRST) is before
    assert not shows(at, f"reason-{mine}-{FIRST}")


def test_a_blank_reason_saves_nothing_and_says_what_is_missing(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, NOT_APPLICABLE)
    give_reason(at, mine, FIRST, "   ")
    assert told(at) == ["Say in a few words why; then it is saved."]
    assert record(database, mine, FIRST).is_empty
    assert shows(at.run(), f"reason-{mine}-{FIRST}")


def test_another_judgement_instead_of_a_reason_is_saved(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, NOT_APPLICABLE)
    judge(at, mine, FIRST, MET)
    assert record(database, mine, FIRST) == Record(MET)
    assert not shows(at, f"reason-{mine}-{FIRST}")


def test_a_reason_with_a_control_character_saves_nothing_and_says_why(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, NOT_APPLICABLE)
    give_reason(at, mine, FIRST, "no\x07board")
    assert any("U+0007" in text for text in told(at))
    assert record(database, mine, FIRST).is_empty


def test_where_nothing_applies_the_stage_says_so_and_is_not_reached(database: str) -> None:
    mine = own(database, {id_: Record(NOT_APPLICABLE, reason="No board") for id_ in ENGAGED})
    at = checklist(mine)
    assert stage(at, "engaged") == "Engaged :material/pending: nothing applies"
    assert said(at, "result")[0] == "○○○○ Not yet engaged"


def test_evidence_is_added_with_all_that_is_known_of_it(database: str) -> None:
    mine = own(database, {FIRST: met()})
    at = open_evidence(checklist(mine), FIRST)
    at.selectbox(key=f"evidence-voice-{mine}-{FIRST}").set_value(Voice.CARER)
    at.date_input(key=f"evidence-dated-{mine}-{FIRST}").set_value(date(2026, 1, 31))
    add(at, mine, FIRST, " They asked us ", " Minutes, 3 ")
    entry = Evidence("They asked us", "Minutes, 3", date(2026, 1, 31), Voice.CARER)
    assert record(database, mine, FIRST) == Record(MET, evidence=(entry,))
    open_evidence(at, FIRST)
    assert says(at, "They asked us", f"indicator-{FIRST}")
    assert says(at, "Carer · Minutes, 3 · 31 January 2026", f"indicator-{FIRST}")
    assert at.get_by_key(f"open-evidence-{FIRST}").proto.popover.label == "Evidence 1"
    # The fields are empty again, for the next entry.
    assert at.text_input(key=f"evidence-note-{mine}-{FIRST}").value == ""
    assert at.text_input(key=f"evidence-source-{mine}-{FIRST}").value == ""
    assert at.selectbox(key=f"evidence-voice-{mine}-{FIRST}").value is None
    assert at.date_input(key=f"evidence-dated-{mine}-{FIRST}").value is None


def test_evidence_is_added_before_the_indicator_is_judged(database: str) -> None:
    mine = own(database)
    add(open_evidence(checklist(mine), FIRST), mine, FIRST, "Seen")
    assert record(database, mine, FIRST) == Record(evidence=(Evidence("Seen"),))


@pytest.mark.parametrize("note", ["", "   "])
def test_evidence_without_a_note_is_refused_and_what_was_typed_is_kept(database: str, note: str) -> None:
    mine = own(database)
    at = open_evidence(checklist(mine), FIRST)
    at.text_input(key=f"evidence-note-{mine}-{FIRST}").set_value(note)
    at.text_input(key=f"evidence-source-{mine}-{FIRST}").set_value("Minutes")
    submit(at, f"new-evidence-{FIRST}", "Add evidence").click().run()
    assert told(at) == ["An evidence entry needs a note. Write what shows it."]
    assert record(database, mine, FIRST).is_empty
    open_evidence(at, FIRST)
    assert at.text_input(key=f"evidence-source-{mine}-{FIRST}").value == "Minutes"


def test_one_entry_is_removed_and_the_others_stay(database: str) -> None:
    mine = own(database, {FIRST: met("One", "Two", "Three")})
    at = open_evidence(checklist(mine), FIRST)
    press(at, f"remove-{FIRST}-1")
    assert record(database, mine, FIRST) == met("One", "Three")
    open_evidence(at, FIRST)
    assert says(at, "Three", f"indicator-{FIRST}")
    assert not says(at, "Two", f"indicator-{FIRST}")


def test_met_in_another_way_is_saved_with_its_reason_and_taken_back(database: str) -> None:
    mine = own(database, {FIRST: met("Seen")})
    at = open_evidence(checklist(mine), FIRST)
    give_reason(at, mine, FIRST, "The cooperative decides")
    assert record(database, mine, FIRST) == Record(
        MET, equivalent=True, reason="The cooperative decides", evidence=(Evidence("Seen"),)
    )
    assert stage(at, "engaged") == "Engaged :material/pending: 1 of 5"
    assert says(at, "Shown in another way: The cooperative decides", f"indicator-{FIRST}")

    press(open_evidence(at, FIRST), f"as-written-{FIRST}")
    assert record(database, mine, FIRST) == met("Seen")
    assert not says(at, "Shown in another way", f"indicator-{FIRST}")


def test_met_in_another_way_needs_a_reason(database: str) -> None:
    mine = own(database, {FIRST: met()})
    at = open_evidence(checklist(mine), FIRST)
    give_reason(at, mine, FIRST, "  ")
    assert told(at) == ["Say in a few words why; then it is saved."]
    assert record(database, mine, FIRST) == met()


def test_only_a_met_indicator_can_be_met_in_another_way(database: str) -> None:
    mine = own(database, {FIRST: Record(PARTLY)})
    at = open_evidence(checklist(mine), FIRST)
    assert not shows(at, f"reason-{mine}-{FIRST}")


def test_undo_and_redo_go_through_ones_changes_step_by_step(database: str) -> None:
    mine = own(database)
    at = checklist(mine)
    assert at.button(key="undo").disabled
    assert at.button(key="redo").disabled
    judge(at, mine, FIRST, MET)
    judge(at, mine, ENGAGED[1], PARTLY)
    assert not at.button(key="undo").disabled

    at.button(key="undo").click().run()
    assert says(at, worded(f"Undone: {ENGAGED[1]} Partly → Not discussed"))
    assert record(database, mine, ENGAGED[1]).is_empty
    assert shown_judgement(at, mine, ENGAGED[1]) is None
    assert record(database, mine, FIRST) == Record(MET)

    press(at, "undo")
    assert record(database, mine, FIRST).is_empty
    assert stage(at, "engaged") == "Engaged :material/pending: 0 of 5"
    assert at.button(key="undo").disabled

    at.button(key="redo").click().run()
    assert says(at, worded(f"Redone: {FIRST} Not discussed → Met"))
    press(at, "redo")
    assert record(database, mine, FIRST) == Record(MET)
    assert record(database, mine, ENGAGED[1]) == Record(PARTLY)
    assert stage(at, "engaged") == "Engaged :material/pending: 1 of 5"
    assert at.button(key="redo").disabled


def test_what_was_done_last_is_said_until_the_next_action_or_another_page(database: str) -> None:
    mine = own(database)
    at = checklist(mine)
    judge(at, mine, FIRST, MET)
    at.button(key="undo").click().run()
    at.run()  # as by the clock
    assert says(at, "Undone: ", "status-line")
    judge(at, mine, FIRST, PARTLY)
    assert not says(at, "Undone: ")
    at.button(key="undo").click().run()
    assert says(at, "Undone: ", "status-line")
    assert not says(go_to(at, "profile"), "Undone: ")


def test_a_problem_is_said_until_it_is_closed(database: str) -> None:
    mine = own(database)
    at = checklist(mine)
    judge(at, mine, FIRST, NOT_APPLICABLE)
    at = give_reason(at, mine, FIRST, " ")
    at.run()
    assert told(at) == ["Say in a few words why; then it is saved."]
    press(at, "close-problem")
    assert told(at) == []


def test_undo_takes_back_added_and_removed_evidence(database: str) -> None:
    mine = own(database, {FIRST: met("Old")})
    at = add(open_evidence(checklist(mine), FIRST), mine, FIRST, "New")
    press(open_evidence(at, FIRST), f"remove-{FIRST}-0")
    assert record(database, mine, FIRST) == met("New")
    at.button(key="undo").click().run()
    assert says(at, worded(f"Undone: {FIRST}: evidence"))
    assert record(database, mine, FIRST) == met("Old", "New")
    press(at, "undo")
    assert record(database, mine, FIRST) == met("Old")
    press(at, "redo")
    assert record(database, mine, FIRST) == met("Old", "New")


def test_a_new_change_ends_what_could_be_redone(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, MET)
    press(at, "undo")
    judge(at, mine, ENGAGED[1], MET)
    assert at.button(key="redo").disabled


def test_undo_takes_back_only_what_was_changed_in_this_browser(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, MET)
    theirs = checklist(mine, browser="theirs")
    assert theirs.button(key="undo").disabled
    judge(theirs, mine, ENGAGED[1], PARTLY)
    at.run()
    assert as_read(at.button(key="undo").help) == worded(f"Undo {FIRST} Not discussed → Met")
    press(at, "undo")
    assert dict(stored(database, mine).assessment) == {ENGAGED[1]: Record(PARTLY)}


def test_undo_of_what_somebody_changed_since_leaves_theirs_and_says_so(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, MET)
    judge(checklist(mine, browser="theirs"), mine, FIRST, PARTLY)
    at.button(key="undo").click().run()
    assert told(at)
    assert record(database, mine, FIRST) == Record(PARTLY)
    assert at.run().button(key="undo").disabled


def test_the_filters_show_what_they_name(database: str) -> None:
    records = {
        FIRST: met("Seen"),
        ENGAGED[1]: met(),
        ENGAGED[2]: Record(PARTLY),
        ENGAGED[3]: Record(NOT_APPLICABLE, reason="No board"),
        "1.1.W1": Record(NOT_MET),
        "1.3.O2": met(),
    }
    mine = own(database, records)
    every = [i.id for i in framework().capability("learning-culture").indicators]
    at = checklist(mine)
    assert sorted(listed(at)) == sorted(every)
    expected = {
        "open": [id_ for id_ in every if id_ not in records],
        # Engaged is next: partly and not discussed decide; not applicable is left out, workers do not decide.
        "deciding": [ENGAGED[2], ENGAGED[4]],
        "bare": [ENGAGED[1], "1.3.O2"],
        "all": every,
    }
    for choice, ids in expected.items():
        at.selectbox(key="show").set_value(choice).run()
        assert sorted(listed(at)) == sorted(ids), choice


def test_one_stage_is_chosen_by_its_button_or_by_the_link(database: str) -> None:
    mine = own(database)
    at = checklist(mine)
    assert keys(at, "stage-") == ["engaged", "established", "accomplished", "exemplary"]
    at.segmented_control(key="stage").set_value("established").run()
    assert keys(at, "stage-") == ["established"]
    assert at.query_params["stage"] == "established"
    assert keys(checklist(mine, stage="exemplary"), "stage-") == ["exemplary"]
    assert len(keys(checklist(mine, stage="unknown"), "stage-")) == 4


def test_a_filter_that_leaves_nothing_says_so(database: str) -> None:
    at = checklist(own(database), show="bare")
    assert listed(at) == []
    assert says(at, "Nothing to show with this filter")


def test_the_link_opens_the_capability_and_a_tab_puts_it_into_the_address(database: str) -> None:
    mine = own(database)
    at = checklist(mine, capability="feedback")
    assert {id_[:2] for id_ in listed(at)} == {"4."}
    at.segmented_control(key="capability").set_value("wellbeing").run().run()
    assert {id_[:2] for id_ in listed(at)} == {"6."}
    assert at.query_params["capability"] == "wellbeing"
    assert {id_[:2] for id_ in listed(checklist(mine, capability="unknown"))} == {"1."}


def test_a_reason_not_yet_given_is_still_asked_for_after_a_look_elsewhere(database: str) -> None:
    mine = own(database)
    at = judge(checklist(mine), mine, FIRST, NOT_APPLICABLE)
    at.segmented_control(key="capability").set_value("feedback").run().run()
    at.segmented_control(key="capability").set_value("learning-culture").run().run()
    assert shown_judgement(at, mine, FIRST) is NOT_APPLICABLE
    give_reason(at, mine, FIRST, "No board")
    assert record(database, mine, FIRST) == Record(NOT_APPLICABLE, reason="No board")


def test_a_final_assessment_can_be_read_and_not_changed(database: str) -> None:
    records = {FIRST: met("Seen"), ENGAGED[1]: Record(NOT_APPLICABLE, reason="No board")}
    mine = own(database, records, final=True)
    at = open_evidence(checklist(mine), FIRST)
    judging = [one for one in at.segmented_control if (one.key or "").startswith("judge-")]
    assert len(judging) == len(framework().capability("learning-culture").indicators)
    assert all(one.disabled for one in judging)
    assert at.button(key="undo").disabled
    assert at.button(key="redo").disabled
    assert says(at, "Final", "marks")
    assert says(at, "Seen", f"indicator-{FIRST}")
    assert says(at, "Reason: No board")
    assert not shows(at, f"remove-{FIRST}-0")
    assert not shows(at, f"evidence-note-{mine}-{FIRST}")
    assert not shows(at, f"reason-{mine}-{FIRST}")


def test_a_judgement_after_somebody_finalised_is_refused_and_said(database: str) -> None:
    mine = own(database)
    at = checklist(mine)
    with store(database) as opened:
        opened.finalise(mine, who="somebody", at=AT)
    at.segmented_control(key=f"judge-{mine}-{FIRST}").set_value(MET).run()
    assert told(at)
    assert record(database, mine, FIRST).is_empty
    assert shown_judgement(at.run(), mine, FIRST) is None


def test_two_tabs_on_different_indicators_both_keep_what_they_saved(database: str) -> None:
    mine = own(database)
    one, two = checklist(mine), checklist(mine)
    judge(one, mine, FIRST, MET)
    judge(two, mine, ENGAGED[1], PARTLY)
    assert dict(stored(database, mine).assessment) == {FIRST: Record(MET), ENGAGED[1]: Record(PARTLY)}
    assert shown_judgement(two, mine, FIRST) is MET
    assert shown_judgement(one.run(), mine, ENGAGED[1]) is PARTLY
    assert told(one) == told(two) == []


def test_two_tabs_that_agree_on_an_indicator_are_not_asked(database: str) -> None:
    mine = own(database)
    one, two = checklist(mine), checklist(mine)
    judge(one, mine, FIRST, MET)
    judge(two, mine, FIRST, MET)
    assert record(database, mine, FIRST) == Record(MET)
    assert told(two) == []


@pytest.mark.parametrize("use_mine", [False, True])
def test_who_judges_second_sees_both_answers_and_decides(database: str, use_mine: bool) -> None:
    mine = own(database)
    one, two = checklist(mine), checklist(mine)
    browser_of[one] = "another" if use_mine else "mine"
    who = "Someone else" if use_mine else "You, in another tab,"
    judge(one, mine, FIRST, MET)
    judge(two, mine, FIRST, NOT_MET)
    assert record(database, mine, FIRST) == Record(MET)
    assert told(two) == [f"{who} judged this Met while you chose Not yet here. Met is what is saved."]
    assert two.button(key=f"settle-{FIRST}-False").label == "Keep Met"
    assert two.button(key=f"settle-{FIRST}-True").label == "Use Not yet"

    press(two, f"settle-{FIRST}-{use_mine}")
    wanted = NOT_MET if use_mine else MET
    assert record(database, mine, FIRST) == Record(wanted)
    assert shown_judgement(two, mine, FIRST) is wanted
    assert shown_judgement(one.run(), mine, FIRST) is wanted
    assert told(two) == told(one) == []


def test_who_gives_a_reason_second_decides_too_and_the_reason_is_kept(database: str) -> None:
    mine = own(database)
    one, two = checklist(mine), checklist(mine)
    judge(two, mine, FIRST, NOT_APPLICABLE)
    # The second tab has not looked since: typing the reason is its next run.
    judge(one, mine, FIRST, MET)
    give_reason(two, mine, FIRST, "No board")
    assert record(database, mine, FIRST) == Record(MET)
    assert told(two) == [
        "You, in another tab, judged this Met while you chose N/A here. Met is what is saved."
    ]
    press(two, f"settle-{FIRST}-True")
    assert record(database, mine, FIRST) == Record(NOT_APPLICABLE, reason="No board")


def test_evidence_that_two_tabs_add_to_one_indicator_is_all_kept(database: str) -> None:
    mine = own(database, {FIRST: met()})
    one, two = open_evidence(checklist(mine), FIRST), open_evidence(checklist(mine), FIRST)
    add(one, mine, FIRST, "From one")
    add(two, mine, FIRST, "From two")
    kept = record(database, mine, FIRST)
    assert sorted(entry.note for entry in kept.evidence) == ["From one", "From two"]
    assert told(two) == []


def test_an_entry_that_somebody_removed_meanwhile_can_be_removed_again(database: str) -> None:
    mine = own(database, {FIRST: met("Seen", "Heard")})
    one, two = open_evidence(checklist(mine), FIRST), open_evidence(checklist(mine), FIRST)
    press(one, f"remove-{FIRST}-0")
    press(two, f"remove-{FIRST}-0")
    assert record(database, mine, FIRST) == met("Heard")


def test_what_people_write_is_shown_as_written_and_never_acts(database: str) -> None:
    entry = Evidence(MARKUP, MARKUP)
    records = {
        FIRST: Record(MET, equivalent=True, reason=MARKUP, evidence=(entry,)),
        ENGAGED[1]: Record(NOT_APPLICABLE, reason=MARKUP),
    }
    mine = own(database, records, organisation=MARKUP, unit=MARKUP, title=MARKUP)
    at = open_evidence(checklist(mine), FIRST)
    bodies = read_as_markdown(at)
    escaped = plain(MARKUP)
    assert bodies.count(escaped) == 2  # the note and, alone in its line, the source
    assert f"Shown in another way: {escaped}" in bodies
    assert f"Reason: {escaped}" in bodies
    assert f"Shown in another way than written: {escaped}" in bodies
    assert not acting(at)

    overview = open_page("overview", assessment=mine)
    assert not acting(overview)
    assert overview.header[0].value == plain(f"{MARKUP}, {MARKUP} — {MARKUP}, 1 February 2026")


def test_a_typed_note_of_markup_comes_back_escaped(database: str) -> None:
    mine = own(database)
    at = open_evidence(add(open_evidence(checklist(mine), FIRST), mine, FIRST, MARKUP, MARKUP), FIRST)
    assert record(database, mine, FIRST).evidence == (Evidence(MARKUP, MARKUP),)
    assert read_as_markdown(at).count(plain(MARKUP)) == 2  # the note and, alone in its line, the source
    assert not acting(at)


def test_every_backslash_before_a_sign_is_the_only_escape(database: str) -> None:
    # By hand: each ASCII sign gets one backslash, letters, digits and spaces none.
    assert plain("<a> [b](c)") == r"\<a\> \[b\]\(c\)"
    assert plain(":red[x] $x$") == r"\:red\[x\] \$x\$"
    assert plain("one\n\n# two\t3") == r"one \# two 3"


def test_the_other_capabilities_keep_their_stage_while_one_is_judged(database: str) -> None:
    mine = own(database, {"4.1.O1": met(), "4.1.O2": met(), "4.1.O3": met()})
    at = judge(checklist(mine), mine, FIRST, MET)
    assert at.segmented_control(key="capability").options == [
        "Learning culture ○○○○",
        "Planning for learning ○○○○",
        "Access to learning ○○○○",
        "Access to feedback ●○○○",
        "Dignity and respect ○○○○",
        "Health and wellbeing ○○○○",
    ]
