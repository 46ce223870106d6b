"""Facilitate: a workshop from opening to closing, as the facilitator's browser and others see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Evidence, Judgement, Voice
from clf_model.voices import Decision, Vote, VoteCounts
from clf_store import Edit, Phase, deletion
from clf_ui.shared import loaders, quick_taps
from tests.app.driver import (
    MARKUP,
    ROWANBANK,
    alive,
    as_read,
    chart_rows,
    downloaded,
    framework,
    go_to,
    keys,
    links,
    open_page,
    own,
    progress,
    said,
    sample_id,
    says,
    shows,
    store,
    stored,
    submit,
    told,
    write_cells,
)
from tests.app.rooms import FACILITATOR, door, opened, vote, workshop
from tests.worded import worded

MET, PARTLY, NOT_MET, DONT_KNOW = Vote.MET, Vote.PARTLY, Vote.NOT_MET, Vote.DONT_KNOW
# Three votes on three indicators. Planning stands at Engaged: 2.2.O1, 2.2.O2 and 2.2.O4 are partly.
VOTES = {
    "2.1.O1": [MET, MET, MET],
    "2.2.O1": [MET, MET, PARTLY],
    "2.3.O1": [MET, PARTLY, NOT_MET],
}


@pytest.fixture
def lead(database: str) -> AppTest:
    """The facilitator's tab of a new workshop on planning."""
    return opened(database)


@pytest.fixture
def revealed(database: str, lead: AppTest) -> AppTest:
    """The same after three phones have voted and the votes are revealed."""
    entry = door(database, lead)
    lead.button(key="judge-topic").click().run()
    vote(database, entry, VOTES)
    return lead.run().button(key="reveal-topic").click().run()


def _field(at: AppTest, part: str, indicator_id: str) -> str:
    return f"facilitate-{part}-{at.session_state['workshop']}-{indicator_id}"


def _decide(at: AppTest, indicator_id: str, judgement: Judgement, **texts: str) -> AppTest:
    at.button_group(key=_field(at, "judgement", indicator_id)).set_value(judgement)
    for part in ("reason", "dissent", "note"):
        if part in texts:
            at.text_area(key=_field(at, part, indicator_id)).set_value(texts[part])
    if "source" in texts:
        at.text_input(key=_field(at, "source", indicator_id)).set_value(texts["source"])
    if "voice" in texts:
        at.selectbox(key=_field(at, "voice", indicator_id)).set_value(Voice(texts["voice"]))
    return at.button(key="save-decision").click().run()


def _decisions(database: str) -> tuple[Decision, ...]:
    with store(database) as opened_store:
        return opened_store.workshops.decisions(workshop(database).id)


# --- opening ---


def test_without_a_workshop_the_page_says_what_one_is_and_opens_it(database: str) -> None:
    at = open_page("facilitate", assessment=sample_id(database, ROWANBANK))
    assert says(at, "Everyone’s judgement before anyone’s opinion")
    submit(at, "open-workshop", "Open the workshop").click().run()
    # an hour for each: a half day has time for three, the first of the framework unless others are chosen
    assert [topic.capability_id for topic in workshop(database).topics] == [
        capability.id for capability in framework().capabilities[:3]
    ]
    assert says(at, "0 here")


def test_a_few_capabilities_are_enough(database: str, lead: AppTest) -> None:
    found = workshop(database)
    assert found.title == "Spring room"
    assert [topic.capability_id for topic in found.topics] == ["planning"]
    assert says(lead, "16 indicators, everyone alone first.")
    assert door(database, lead).code in said(lead)


def test_a_workshop_on_nothing_is_refused_in_words(database: str) -> None:
    aid = sample_id(database, ROWANBANK)
    at = open_page("facilitate", assessment=aid)
    at.button_group(key=f"facilitate-capabilities-{aid}").set_value([])
    submit(at, "open-workshop", "Open the workshop").click().run()
    assert any("nothing to judge" in one for one in told(at))


def test_a_title_that_is_too_long_is_refused_in_words_and_stays_to_be_shortened(database: str) -> None:
    aid = sample_id(database, ROWANBANK)
    at = open_page("facilitate", assessment=aid)
    at.text_input(key=f"facilitate-title-{aid}").set_value("long " * 48)
    submit(at, "open-workshop", "Open the workshop").click().run()
    assert told(at) == ["The title takes 1 to 200 characters, not 239."]
    assert at.text_input(key=f"facilitate-title-{aid}").value == "long " * 48
    with store(database) as opened_store:
        assert opened_store.workshops.of_assessment(aid) == ()


def test_worker_statements_are_taken_where_they_are_asked_for(database: str) -> None:
    aid = sample_id(database, ROWANBANK)
    at = open_page("facilitate", assessment=aid)
    at.button_group(key=f"facilitate-capabilities-{aid}").set_value(["planning"])
    at.checkbox(key=f"facilitate-workers-{aid}").check()
    submit(at, "open-workshop", "Open the workshop").click().run()
    (topic,) = workshop(database).topics
    assert set(topic.indicators) == {i.id for i in framework().capability("planning").indicators}


def test_a_final_assessment_opens_no_workshop(empty_database: str) -> None:
    at = open_page("facilitate", assessment=own(empty_database, final=True))
    assert says(at, "This assessment is final:")
    assert not shows(at, "open-workshop")


# --- whose workshop it is ---


def test_another_browser_sees_that_somebody_else_facilitates_and_no_control(
    database: str, lead: AppTest
) -> None:
    aid = sample_id(database, ROWANBANK)
    at = open_page("facilitate", browser="somebody else", assessment=aid)
    assert says(at, "Somebody else facilitates this workshop")
    assert not any(shows(at, key) for key in ("judge-topic", "close-workshop", "door"))
    submit(at, "open-workshop", "Open the workshop").click().run()
    assert shows(at, "judge-topic")
    mine = open_page("facilitate", browser=FACILITATOR, assessment=aid)
    assert mine.session_state["workshop"] == 1  # of two open ones, each browser comes to its own


def test_the_same_browser_leads_on_after_a_reload(database: str, lead: AppTest) -> None:
    lead.button(key="judge-topic").click().run()
    again = open_page(
        "facilitate", browser=FACILITATOR, assessment=sample_id(database, ROWANBANK), workshop=1
    )
    assert says(again, "People are judging")
    assert shows(again, "reveal-topic")


def test_the_link_for_another_computer_leads_there_and_nothing_like_it_does(
    database: str, lead: AppTest
) -> None:
    link = next(one.value for one in lead.code if "lead=" in one.value)
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    other = open_page("facilitate", browser="another computer", **query)
    other.button(key="judge-topic").click().run()
    assert workshop(database).topics[0].phase is Phase.JUDGING
    for forged in (query["lead"][:-1] + "A", "", "ü", query["lead"] * 20):
        at = open_page("facilitate", browser="somebody else", **{**query, "lead": forged})
        assert says(at, "Somebody else facilitates this workshop")


def test_a_workshop_opened_by_who_came_with_such_a_link_is_their_own(database: str, lead: AppTest) -> None:
    link = next(one.value for one in lead.code if "lead=" in one.value)
    secret = parse_qs(urlsplit(link).query)["lead"][0]
    aid = sample_id(database, ROWANBANK)
    lead.button(key="close-only").click().run()
    other = open_page("facilitate", browser="another computer", assessment=aid, workshop=1, lead=secret)
    submit(other, "open-workshop", "Open the workshop").click().run()
    assert shows(other, "judge-topic")
    with store(database) as opened_store:
        assert not opened_store.workshops.is_facilitator(workshop(database).id, secret)


# --- rounds ---


def test_every_step_of_the_room_is_one_write_so_that_screens_draw_it_once(
    database: str, lead: AppTest
) -> None:
    """Beginning a round, revealing it, deciding and accepting all move the focus as well."""

    def written(step: Callable[[], AppTest]) -> int:
        before = loaders.opened_store().writes
        step()
        return loaders.opened_store().writes - before

    entry = door(database, lead)
    assert written(lead.button(key="judge-topic").click().run) == 1
    vote(database, entry, VOTES)
    lead.run()
    assert written(lead.button(key="reveal-topic").click().run) == 1
    first = workshop(database).focus
    assert first is not None
    assert written(lambda: _decide(lead, first, Judgement.MET)) == 1
    assert workshop(database).focus not in (first, None)


def test_before_the_reveal_nothing_but_how_many_is_sent(database: str, lead: AppTest) -> None:
    entry = door(database, lead)
    lead.button(key="judge-topic").click().run()
    asked = workshop(database).topics[0].balloted
    vote(database, entry, {id_: [NOT_MET, NOT_MET, NOT_MET] for id_ in asked})
    vote(database, entry, {asked[0]: [NOT_MET] * 4})
    lead.run()
    assert says(lead, "4 here")
    assert says(lead, "3 of 4 have answered Planning for learning")
    assert progress(lead) == [f"{3 * len(asked) + 1} of {4 * len(asked)} answers given"]
    sent = "\n".join(str(getattr(node, "proto", "")) for node in lead._tree)
    assert "Votes:" not in sent
    assert not lead.get("image")[1:]  # the QR code is the only picture


def test_a_new_vote_is_seen_and_a_reveal_takes_the_most_urgent_into_focus(
    database: str, revealed: AppTest
) -> None:
    found = workshop(database)
    assert found.topics[0].phase is Phase.REVEALED
    # 2.2.O1 is what Established waits for; its votes are split
    assert found.focus == "2.2.O1"
    assert says(revealed, framework().indicator("2.2.O1").text)
    (bars,) = [str(one.proto) for one in revealed.get("image") if "Votes" in str(one.proto)]
    assert "Votes: Met 2, Partly 1, Not yet 0, Don" in bars
    # p = 2/3 met, 1/3 partly on 0..2: mean 5/3; 1 + 2/3 log2(1 - 1/6) + 1/3 log2(1 - 1/3) = 0.63
    assert says(revealed, "agreement 63 % · decides Established")


def test_the_second_of_two_clicks_on_what_has_happened_is_quiet(database: str, lead: AppTest) -> None:
    topic = workshop(database).topics[0].capability_id
    for button, act in (
        ("judge-topic", "judge"),
        ("reveal-topic", "reveal"),
        ("agree-topic", "agree"),
    ):
        link = next(one.value for one in lead.code if "lead=" in one.value)
        secret = parse_qs(urlsplit(link).query)["lead"][0]
        with store(database) as opened_store:
            getattr(opened_store.workshops, act)(1, secret, topic)
        lead.button(key=button).click().run()
        assert told(lead) == []


def test_what_cannot_be_done_now_is_said_by_name(database: str, revealed: AppTest) -> None:
    link = next(one.value for one in revealed.code if "lead=" in one.value)
    secret = parse_qs(urlsplit(link).query)["lead"][0]
    with store(database) as opened_store:
        opened_store.workshops.vote_again(1, secret, "planning")
    revealed.button(key="agree-topic").click().run()
    (problem,) = told(revealed)
    assert problem.startswith("Planning for learning cannot be finished now: people are judging it")


def test_one_vote_is_never_shown(database: str, lead: AppTest) -> None:
    entry = door(database, lead)
    lead.button(key="judge-topic").click().run()
    vote(database, entry, {"2.2.O1": [NOT_MET, NOT_MET]})
    lead.run().button(key="reveal-topic").click().run()
    assert not says(lead, "Not yet 2")
    assert not lead.get("image")[1:]


def test_a_second_vote_keeps_the_first_and_shows_what_moved(database: str, revealed: AppTest) -> None:
    entry = door(database, revealed)
    revealed.button(key="vote-again").click().run()
    assert says(revealed, "People are voting again")
    assert says(revealed, framework().indicator("2.2.O1").text)
    vote(database, entry, {"2.2.O1": [MET, MET, MET]}, round_=2)
    revealed.run().button(key="reveal-topic").click().run()
    assert says(revealed, "Second vote, and what it moved: Met 3 (+1), Partly 0 (−1), Not yet 0 (±0)")
    assert workshop(database).focus == "2.2.O1"


def test_a_second_vote_of_more_people_compares_shares_and_says_of_how_many(
    database: str, revealed: AppTest
) -> None:
    entry = door(database, revealed)
    revealed.button(key="vote-again").click().run()
    vote(database, entry, {"2.2.O1": [MET] * 6}, round_=2)  # met 2 and partly 1 before
    revealed.run().button(key="reveal-topic").click().run()
    assert says(revealed, "Met 6 (100 %, was 67 %), Partly 0 (0 %, was 33 %)")
    assert says(revealed, "6 votes, 3 before")


def test_what_was_typed_outlives_a_second_vote(database: str, revealed: AppTest) -> None:
    revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).set_value("Every team has a plan")
    revealed.text_area(key=_field(revealed, "note", "2.2.O1")).set_value("Folder 3")
    revealed.button(key="vote-again").click().run()
    revealed.button(key="reveal-topic").click().run()
    assert revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).value == "Every team has a plan"
    assert revealed.text_area(key=_field(revealed, "note", "2.2.O1")).value == "Folder 3"


def test_the_room_is_told_before_a_reveal_whom_it_leaves_out(database: str, lead: AppTest) -> None:
    entry = door(database, lead)
    lead.button(key="judge-topic").click().run()
    asked = workshop(database).topics[0].balloted
    vote(database, entry, {asked[0]: [MET, MET]})
    assert says(
        lead.run(),
        worded("2 phones under way. Revealed now, 2.1.O1 stays hidden for good: it takes 3 phones."),
    )
    vote(database, entry, {id_: [MET] * 3 for id_ in asked})
    assert says(lead.run(), "Everybody here has answered.")
    assert not says(lead, "stay hidden for good")


def test_a_reveal_asks_only_where_it_cuts_short_also_what_began_since_it_was_drawn(
    database: str, lead: AppTest
) -> None:
    entry = door(database, lead)
    lead.button(key="judge-topic").click().run()
    asked = workshop(database).topics[0].balloted
    vote(database, entry, {id_: [MET] * 3 for id_ in asked})
    assert not shows(lead.run(), "ask-reveal-topic")
    vote(database, entry, {asked[0]: [MET] * 4})  # a fourth phone begins
    lead.button(key="reveal-topic").click().run()
    assert workshop(database).topics[0].phase is Phase.JUDGING
    assert lead.session_state["ask-reveal-topic"] is True
    assert says(lead, "1 phone under way: what was answered counts", "ask-reveal-topic")
    lead.button(key="reveal-topic").click().run()
    assert workshop(database).topics[0].phase is Phase.REVEALED


def test_an_indicator_that_few_have_answered_is_named_before_the_reveal_hides_it(
    database: str, lead: AppTest
) -> None:
    entry = door(database, lead)
    lead.button(key="judge-topic").click().run()
    asked = workshop(database).topics[0].balloted
    vote(database, entry, {asked[0]: [MET] * 3, asked[3]: [MET] * 2, asked[5]: [MET]})
    hidden = worded(f"{asked[3]} and {asked[5]} stay hidden for good: it takes 3 phones.")
    assert says(lead.run(), f"3 phones under way. Revealed now, {hidden}")
    vote(database, entry, {id_: [MET] for id_ in asked})
    assert says(lead.run(), f"and {len(asked) - 1 - 3} others stay hidden for good")


def _paper(at: AppTest) -> str:
    """The key of the table of paper counts."""
    (name,) = keys(at, "grid-paper-")
    return f"grid-paper-{name}"


def _count(at: AppTest, rows: Mapping[int, Mapping[str, object]]) -> AppTest:
    return write_cells(at, _paper(at), rows).run()  # the cell draws its own part alone


def _entered(database: str) -> dict[str, VoteCounts]:
    with store(database) as opened_store:
        secret = opened_store.workshops
        return {one.indicator_id: one.entered for one in secret.tallies(1) if one.entered.voted}


def test_counts_that_were_typed_and_not_saved_are_revealed_with_the_others(
    database: str, lead: AppTest
) -> None:
    lead.button(key="judge-topic").click().run()
    asked = workshop(database).topics[0].balloted
    _count(lead, {0: {"Met": 5}, 1: {"Partly": 4}})
    lead.button(key="reveal-topic").click().run()
    assert says(lead, worded(f"What was typed is saved: 5 votes for {asked[0]} and 4 votes for {asked[1]}"))
    assert _entered(database) == {asked[0]: VoteCounts(met=5), asked[1]: VoteCounts(partly=4)}


def test_counts_that_another_leader_has_corrected_are_not_written_over(database: str, lead: AppTest) -> None:
    """Both have the table open. The other saves two rows; this one has begun one of them, and a third."""
    lead.button(key="judge-topic").click().run()
    link = next(one.value for one in lead.code if "lead=" in one.value)
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    asked = workshop(database).topics[0].balloted
    other = open_page("facilitate", browser="another computer", **query)
    _count(lead, {0: {"Met": 5}, 2: {"Partly": 3}})
    _count(other, {0: {"Met": 6}, 1: {"Not yet": 4}}).button(key="save-counts").click().run()
    lead.button(key="save-counts").click().run()
    assert says(lead, worded(f"Another who leads has corrected {asked[0]} meanwhile; that stays."))
    lead.button(key="reveal-topic").click().run()
    assert _entered(database) == {
        asked[0]: VoteCounts(met=6),
        asked[1]: VoteCounts(not_met=4),
        asked[2]: VoteCounts(partly=3),
    }


def test_paper_counts_as_before_in_a_second_vote_and_the_page_says_so(database: str, lead: AppTest) -> None:
    lead.button(key="judge-topic").click().run()
    first = workshop(database).topics[0].balloted[0]
    _count(lead, {0: {"Met": 4}}).button(key="save-counts").click().run()
    lead.button(key="reveal-topic").click().run()
    lead.radio(key="facilitate-agenda-1-planning").set_value(first).run()
    lead.button(key="vote-again").click().run()
    assert says(lead, worded(f"From paper or raised hands, as in the vote before: 4 votes for {first}."))
    _count(lead, {0: {"Met": 3}}).button(key="save-counts").click().run()
    assert not says(lead, "as in the vote before")


def test_a_pile_of_sheets_is_one_table_whose_rows_hold_no_more_answers_than_there_are_sheets(
    database: str, lead: AppTest
) -> None:
    lead.button(key="judge-topic").click().run()
    asked = workshop(database).topics[0].balloted
    assert says(lead, "Nobody is here by phone.")
    assert len(lead.get("dataframe")[0].value) == len(asked)  # one row each, none to leaf to
    lead.number_input(key="facilitate-sheets-1-planning-1").set_value(8).run()
    pile = {0: {"Met": 5, "Partly": 3}, 1: {"Met": 5, "Not yet": 4}, 2: {"Don’t know": 7}}
    before = lead.get("dataframe")[0].value
    _count(lead, pile)
    # New data would end the typing of the number that comes next.
    assert lead.get("dataframe")[0].value.equals(before)
    assert says(lead, f"Answers: {asked[0]} 8, {asked[1]} 9, {asked[2]} 7.")
    assert says(lead, worded(f"Fewer answers than sheets for {asked[2]}."))
    _count(lead, {**pile, 0: {"Met": "8 or 9", "Partly": "2,5"}}).button(key="save-counts").click().run()
    assert says(lead, f"Met of {asked[0]}: “8 or 9” is no whole number from 0 to 1,000.")
    assert says(lead, f"Partly of {asked[0]}: “2,5” is no whole number from 0 to 1,000.")
    assert _entered(database) == {}
    _count(lead, pile)
    for button in ("save-counts", "reveal-topic"):  # neither saves a part, nor loses what was typed
        lead.button(key=button).click().run()
        said = told(lead)[0]
        assert worded(f"{asked[1]} has more answers than there are sheets (8).") in said
        assert said.startswith("Nothing was done") is (button == "reveal-topic")
    assert workshop(database).topics[0].phase is Phase.JUDGING
    _count(lead, {**pile, 1: {"Met": 4, "Not yet": 4}}).button(key="save-counts").click().run()
    assert says(
        lead, worded(f"8 votes for {asked[0]}, 8 votes for {asked[1]} and 7 votes for {asked[2]} saved")
    )
    assert list(lead.get("dataframe")[0].value.loc[asked[1]][["Met", "Not yet"]]) == ["4", "4"]
    _count(lead, {0: {"Partly": 2}}).button(key="save-counts").click().run()  # one is corrected alone
    lead.button(key="reveal-topic").click().run()
    assert _entered(database) == {
        asked[0]: VoteCounts(met=5, partly=2),
        asked[1]: VoteCounts(met=4, not_met=4),
        asked[2]: VoteCounts(dont_know=7),
    }


def test_counts_from_paper_are_added_to_the_phones(database: str, lead: AppTest) -> None:
    entry = door(database, lead)
    lead.button(key="judge-topic").click().run()
    vote(database, entry, {"2.1.O1": [MET, MET]})
    _count(lead.run(), {0: {"Partly": 3, "Don’t know": 1}}).button(key="save-counts").click().run()
    assert says(lead, worded("4 votes for 2.1.O1 saved"))
    lead.button(key="reveal-topic").click().run()
    # two phones alone are too few to be kept
    assert _entered(database) == {"2.1.O1": VoteCounts(partly=3, dont_know=1)}
    lead.run().button(key="close-only").click().run()
    assert says(lead, "2 phones · 4 on paper or by raised hands · ")


def test_all_that_is_agreed_is_accepted_at_once(database: str, revealed: AppTest) -> None:
    assert says(revealed, "1 to accept without discussion")
    revealed.button(key="accept-all").click().run()
    assert _decisions(database) == (Decision("2.1.O1", Judgement.MET),)
    assert revealed.button(key="accept-all").disabled


def test_with_less_agreement_asked_for_more_is_agreed(database: str, revealed: AppTest) -> None:
    revealed.radio(key="agreed-from").set_value(0.8).run()
    assert says(revealed, "1 to accept without discussion")  # 63 % is less than 80 %


# --- deciding ---


def test_a_decision_keeps_reason_dissent_and_evidence_and_goes_on(database: str, revealed: AppTest) -> None:
    _decide(
        revealed,
        "2.2.O1",
        Judgement.MET,
        reason="Plans are there",
        dissent="Nights see it otherwise",
        note="Supervision notes",
        source="Folder 3",
        voice="employee",
    )
    (decision,) = _decisions(database)
    assert (decision.judgement, decision.reason, decision.dissent) == (
        Judgement.MET,
        "Plans are there",
        "Nights see it otherwise",
    )
    (entry,) = decision.evidence
    assert (entry.note, entry.source, entry.voice) == ("Supervision notes", "Folder 3", Voice.EMPLOYEE)
    assert workshop(database).focus not in (None, "2.2.O1")
    assert says(revealed, worded("2.2.O1 Met saved"))
    assert says(revealed, f"{worded('2.2.O1')}: **Met**")
    assert says(revealed, "reason: Plans are there; dissent: Nights see it otherwise")


def test_the_second_of_two_quick_clicks_does_not_decide_what_comes_next(
    database: str, revealed: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_taps, "TOO_SOON", 60.0)
    _decide(revealed, "2.2.O1", Judgement.MET)
    following = workshop(database).focus
    revealed.button(key="save-decision").click().run()
    assert [decision.indicator_id for decision in _decisions(database)] == ["2.2.O1"]
    assert workshop(database).focus == following
    (problem,) = [one.value for one in revealed.error]
    assert "the second was not counted" in problem
    monkeypatch.setattr(quick_taps, "TOO_SOON", 0.0)
    _decide(revealed, str(following), Judgement.PARTLY)
    assert len(_decisions(database)) == 2
    assert not revealed.error


def test_what_was_typed_is_there_after_a_look_at_another_indicator(database: str, revealed: AppTest) -> None:
    revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).set_value("Every team has a plan")
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.3.O1").run()
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.2.O1").run()
    assert revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).value == "Every team has a plan"


def test_what_is_typed_and_not_saved_waits_is_said_wherever_one_goes_on_and_closing_names_it(
    database: str, revealed: AppTest
) -> None:
    reason, note = (_field(revealed, part, "2.2.O1") for part in ("reason", "note"))
    typed = {reason: "Every team has a plan", note: "Seen in two teams"}
    for name, text in typed.items():
        revealed.text_area(key=name).set_value(text)
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.3.O1").run()
    agenda = revealed.radio(key="facilitate-agenda-1-planning").proto
    waiting = [
        words for words, said in zip(agenda.options, agenda.captions, strict=True) if "not saved" in said
    ]
    assert [as_read(words)[2:8] for words in waiting] == ["2.2.O1"]
    go_to(revealed, "evidence")
    go_to(revealed, "facilitate")
    said_of_it = worded("Typed and not saved: reason and evidence for 2.2.O1.")
    revealed.button(key="agree-topic").click().run()
    assert told(revealed) == [f"{said_of_it} It waits there."]
    assert says(revealed, f"{said_of_it} It is lost with the workshop")
    revealed.button(key=_field(revealed, "back-to", "2.2.O1")).click().run()
    for name, text in typed.items():
        assert revealed.text_area(key=name).value == text
    revealed.button_group(key=_field(revealed, "judgement", "2.2.O1")).set_value(Judgement.MET)
    revealed.button(key="save-decision").click().run()
    (decision,) = _decisions(database)
    assert (decision.reason, decision.evidence[0].note) == tuple(typed.values())
    assert not says(revealed, "Typed and not saved")


def test_counts_typed_and_not_saved_outlive_other_pages_and_are_kept_when_the_workshop_is_closed(
    database: str, revealed: AppTest
) -> None:
    asked = workshop(database).topics[0].balloted
    revealed.button(key="save-counts").click().run()
    assert says(revealed, "Nothing new was typed")
    _count(revealed, {0: {"Met": 2}})
    assert not says(revealed, "Nothing new was typed")
    go_to(revealed, "evidence")
    go_to(revealed, "facilitate")
    assert revealed.get("dataframe")[0].value.loc[asked[0]]["Met"] == "2"
    revealed.button(key="close-only").click().run()
    assert _entered(database) == {asked[0]: VoteCounts(met=2)}


def test_all_of_a_capability_can_be_voted_on_again(database: str, revealed: AppTest) -> None:
    revealed.button(key="vote-again-on-all").click().run()
    (topic,) = workshop(database).topics
    assert (topic.phase, topic.round, len(topic.balloted)) == (Phase.JUDGING, 2, 16)


def test_without_a_judgement_the_form_says_so_and_keeps_what_was_typed(
    database: str, revealed: AppTest
) -> None:
    revealed.button_group(key=_field(revealed, "judgement", "2.2.O1")).set_value(None)
    revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).set_value("Plans are there")
    revealed.button(key="save-decision").click().run()
    assert any("Choose what the group decides on" in one.value for one in revealed.error)
    assert revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).value == "Plans are there"
    assert _decisions(database) == ()
    _decide(revealed, "2.2.O1", Judgement.MET)
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.2.O1").run()
    assert not revealed.error


def test_what_another_leader_decides_meanwhile_is_in_the_fields_beside_what_is_typed_here(
    database: str, revealed: AppTest
) -> None:
    link = next(one.value for one in revealed.code if "lead=" in one.value)
    query = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    other = open_page("facilitate", browser="another computer", **query)
    _decide(other, "2.2.O1", Judgement.PARTLY, reason="Theirs", dissent="Nights")
    revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).set_value("Mine")
    revealed.run()  # the room has moved on
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.2.O1").run()
    assert revealed.text_area(key=_field(revealed, "reason", "2.2.O1")).value == "Mine"
    assert revealed.text_area(key=_field(revealed, "dissent", "2.2.O1")).value == "Nights"
    assert says(revealed, "Saved so far: Partly; reason: Theirs; dissent: Nights.")
    revealed.button(key="save-decision").click().run()
    (decision,) = _decisions(database)
    assert (decision.judgement, decision.reason, decision.dissent) == (Judgement.PARTLY, "Mine", "Nights")


def test_a_decision_can_be_taken_back(database: str, revealed: AppTest) -> None:
    _decide(revealed, "2.2.O1", Judgement.MET)
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.2.O1").run()
    assert workshop(database).focus == "2.2.O1"
    revealed.button(key="undecide").click().run()
    assert _decisions(database) == ()
    assert says(revealed, worded("2.2.O1 Met taken back"))


def test_taking_back_loses_nothing_that_was_said(database: str, revealed: AppTest) -> None:
    said_ = {"reason": "Plans are there", "dissent": "Nights", "note": "Folder 3", "source": "Office"}
    _decide(revealed, "2.2.O1", Judgement.MET, **said_, voice="manager")
    (before,) = _decisions(database)
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.2.O1").run()
    revealed.button(key="undecide").click().run()
    assert revealed.radio(key="facilitate-agenda-1-planning").value == "2.2.O1"
    assert says(revealed, "Folder 3")
    _decide(revealed, "2.2.O1", Judgement.PARTLY, note="Rota")
    (decision,) = _decisions(database)
    assert (decision.reason, decision.dissent) == ("Plans are there", "Nights")
    assert [entry.note for entry in decision.evidence] == ["Folder 3", "Rota"]
    assert decision.evidence[0] == before.evidence[0]


def test_not_applicable_without_a_reason_is_refused_in_words(database: str, revealed: AppTest) -> None:
    _decide(revealed, "2.2.O1", Judgement.NOT_APPLICABLE)
    assert told(revealed)
    assert _decisions(database) == ()


def test_the_text_of_people_is_never_markup(database: str, revealed: AppTest) -> None:
    _decide(revealed, "2.2.O1", Judgement.MET, reason=MARKUP, dissent=MARKUP, note=MARKUP, source=MARKUP)
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.2.O1").run()
    assert not alive(revealed)
    revealed.button(key="close-workshop").click().run()
    assert not alive(revealed)


# --- time ---


def test_the_clock_says_how_much_time_is_left_and_what_fits(database: str, revealed: AppTest) -> None:
    revealed.number_input(key="facilitate-minutes-1").set_value(11)
    revealed.number_input(key="facilitate-each-1").set_value(5)
    submit(revealed, "clock-form", "Start the clock").click().run()
    assert says(revealed, "minutes left")
    # of 15 to discuss, 10 whole minutes and some seconds make two
    assert any("The first 2 fit with 5 minutes each" in one.label for one in revealed.radio)
    _decide(revealed, "2.2.O1", Judgement.MET)
    assert says(revealed, "at this pace")


# --- closing ---


def test_closing_writes_one_step_and_shows_before_and_after(database: str, revealed: AppTest) -> None:
    aid = sample_id(database, ROWANBANK)
    before = stored(database, aid).assessment
    _decide(revealed, "2.2.O1", Judgement.MET, note="Seen")
    for id_ in ("2.2.O2", "2.2.O4"):
        revealed.radio(key="facilitate-agenda-1-planning").set_value(id_).run()
        _decide(revealed, id_, Judgement.MET)
    revealed.button(key="agree-topic").click().run()
    assert says(revealed, "Every capability is finished. **Close**, at the top, ends the workshop")
    revealed.button(key="close-workshop").click().run()
    assert says(revealed, "What this workshop found")
    assert says(revealed, "**Planning for learning** · Engaged → Established")
    # One capability is no radar; of the other capabilities the workshop says nothing.
    assert set(chart_rows(revealed)["capability"].dropna()) == {"Planning for learning"}
    assert {"See the profile", "Go on in the checklist"} <= links(revealed).keys()
    after = stored(database, aid).assessment
    assert {id_ for id_ in after.records if after.record(id_) != before.record(id_)} == {
        "2.2.O1",
        "2.2.O2",
        "2.2.O4",
    }
    assert [entry.note for entry in after.record("2.2.O1").evidence][-1] == "Seen"
    with store(database) as opened_store:
        assert [event.kind.value for event in opened_store.events(aid)] == ["changed", "created"]
    revealed.button(key="undo").click().run()
    assert stored(database, aid).assessment.records == before.records
    assert says(revealed, "What this workshop wrote was taken back.")
    revealed.button(key="redo").click().run()
    assert not says(revealed, "was taken back")


def test_what_holds_the_room_back_is_taken_on_as_actions_in_one_step_that_undo_takes_back(
    database: str, revealed: AppTest
) -> None:
    """Planning stays at Engaged: 2.2.O1, 2.2.O2 and 2.2.O4 are partly in place, and nothing is planned."""
    aid = sample_id(database, ROWANBANK)
    with store(database) as opened_store:
        planned = opened_store.load(aid).assessment.actions
        opened_store.change_actions(aid, deletion(planned, planned), who="somebody", at=datetime.now(UTC))
    revealed.button(key="close-only").click().run()
    assert says(revealed, "Who takes them on?")
    held = revealed.get("dataframe")[0].value
    free = ["2.2.O1", "2.2.O2", "2.2.O4"]
    assert list(held.index) == free
    assert all(row.startswith(f"{id_} “") for id_, row in held["Holds you back"].items())
    revealed.button(key="take-on").click().run()
    assert told(revealed) == ["Give at least one line an owner or a day; then it becomes an action."]
    title = {"What will be done": "  Ask *all* carers "}
    for due in ("3/12/27", "12/03/2027"):
        cells = {0: {"Owner": "Morag"}, 1: {"Due": due, **title}}
        write_cells(revealed, f"grid-taking-on-{aid}-0", cells)
        go_to(revealed, "evidence")  # what is written is there again
        go_to(revealed, "facilitate").button(key="take-on").click().run()
        if due == "3/12/27":
            assert any("“3/12/27” cannot be read as a day for certain." in text for text in told(revealed))
            assert not stored(database, aid).assessment.actions
    made = stored(database, aid).assessment.actions.values()
    assert [(a.owner, a.due, a.covers) for a in made] == [
        ("Morag", None, (free[0],)),
        (None, date(2027, 3, 12), (free[1],)),
    ]
    assert [a.title for a in made][1] == "Ask *all* carers"
    assert says(revealed, "Ask *all* carers · by 12 March 2027")
    wall = open_page("projector", workshop=1)
    assert says(wall, "Taken on:")
    assert says(wall, "– Morag")
    assert says(wall, "“Ask *all* carers”, by 12 March 2027")
    revealed.button(key="undo").click().run()
    assert not stored(database, aid).assessment.actions


def test_what_an_action_covers_already_is_not_offered_again(database: str, revealed: AppTest) -> None:
    """Planning stays at Engaged; the sample's plan has what 2.2.O1, 2.2.O2 and 2.2.O4 wait for."""
    revealed.button(key="close-only").click().run()
    assert says(revealed, "Everything that holds these capabilities back is in the action plan.")
    assert says(revealed, "Depute manager · by 29 January 2027")
    assert not shows(revealed, "take-on")


def test_what_was_closed_without_writing_can_be_written_from_the_result(
    database: str, revealed: AppTest
) -> None:
    aid = sample_id(database, ROWANBANK)
    before = stored(database, aid).assessment
    _decide(revealed, "2.2.O1", Judgement.MET)
    revealed.button(key="close-only").click().run()
    assert says(revealed, "1 decision not written into the assessment.")
    assert stored(database, aid).assessment == before
    somebody = open_page("facilitate", browser="somebody else", assessment=aid, workshop=1)
    assert says(somebody, "1 decision not written into the assessment.")
    assert not shows(somebody, "write-decisions")
    revealed.button(key="write-decisions").click().run()
    assert stored(database, aid).assessment.judgement("2.2.O1") is Judgement.MET
    assert not shows(revealed, "write-decisions")
    assert not says(revealed, "not written")


def test_what_somebody_judged_otherwise_since_is_left_out_and_named(database: str, revealed: AppTest) -> None:
    aid = sample_id(database, ROWANBANK)
    _decide(revealed, "2.2.O1", Judgement.MET)
    _decide(revealed, "2.2.O2", Judgement.NOT_MET)
    revealed.button(key="close-only").click().run()
    with store(database) as opened:
        seen = opened.load(aid).assessment.record("2.2.O1")
        opened.change(
            aid,
            {"2.2.O1": Edit(seen, replace(seen, judgement=Judgement.NOT_MET))},
            who="somebody else",
            at=datetime.now(UTC),
        )
    revealed.button(key="write-decisions").click().run()
    left_out = worded("left out, as somebody judged otherwise since: 2.2.O1")
    assert says(revealed, f"1 judgement written; {left_out}")
    after = stored(database, aid).assessment
    assert [after.judgement(id_) for id_ in ("2.2.O1", "2.2.O2")] == [Judgement.NOT_MET, Judgement.NOT_MET]
    # and not only in a message that the next step removes
    again = open_page("facilitate", browser=FACILITATOR, assessment=aid, workshop=1)
    assert says(again, "the assessment does not say what was decided for")
    assert says(revealed, "The assessment says: Not yet")


def test_a_workshop_that_confirms_the_assessment_says_that_nothing_had_to_be_written(
    database: str, revealed: AppTest
) -> None:
    _decide(revealed, "2.2.O1", Judgement.PARTLY)
    revealed.button(key="close-workshop").click().run()
    assert says(revealed, "Nothing was written into the assessment: it says what was decided already.")


def test_the_result_tells_every_decision_with_its_votes_and_can_be_taken_along(
    database: str, revealed: AppTest
) -> None:
    _decide(revealed, "2.2.O1", Judgement.MET, reason="Plans are there", dissent="Nights", note="Folder 3")
    revealed.button(key="close-workshop").click().run()
    assert says(revealed, "Met 2, Partly 1, Not yet 0, Don’t know 0")
    assert says(revealed, "Reason: Plans are there")
    assert says(revealed, "Dissent: Nights")
    (row,) = [
        r
        for r in csv.DictReader(io.StringIO(downloaded("csv").decode("utf-8-sig")))
        if r["Indicator"] == "2.2.O1"
    ]
    assert (row["Met"], row["Partly"], row["Decision"], row["Dissent"], row["Evidence"]) == (
        *("2", "1", "Met"),
        *("Nights", "Folder 3"),
    )


def test_while_people_judge_the_workshop_cannot_be_closed(database: str, lead: AppTest) -> None:
    lead.button(key="judge-topic").click().run()
    assert lead.button(key="close-workshop").disabled
    assert lead.button(key="close-only").disabled


def test_workshops_that_are_over_are_listed_with_the_way_to_their_result(
    database: str, lead: AppTest
) -> None:
    lead.button(key="close-only").click().run()
    found = [label for label in links(lead) if label.startswith("Spring room")]
    assert len(found) == 1
    assert "workshop=1" in links(lead)[found[0]][1]


# --- paper ---


def test_the_voting_sheet_has_every_indicator_and_four_boxes_for_each(database: str, lead: AppTest) -> None:
    sheet = downloaded("html").decode()
    asked = workshop(database).topics[0].balloted
    assert all(f">{id_}<" in sheet for id_ in asked)
    assert sheet.count("☐") == 4 * len(asked)
    assert "Spring room" in sheet


def test_evidence_named_twice_is_kept_beside_the_first(database: str, revealed: AppTest) -> None:
    _decide(revealed, "2.2.O1", Judgement.MET, note="First")
    revealed.radio(key="facilitate-agenda-1-planning").set_value("2.2.O1").run()
    _decide(revealed, "2.2.O1", Judgement.MET, note="Second")
    (decision,) = _decisions(database)
    assert [entry.note for entry in decision.evidence] == ["First", "Second"]
    assert all(isinstance(entry, Evidence) for entry in decision.evidence)
