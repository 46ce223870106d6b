"""Join: a participant's phone gets in, judges one indicator at a time, and finds its place again."""

from __future__ import annotations

import time
from datetime import timedelta
from unittest.mock import Mock

import pytest
from streamlit.testing.v1 import AppTest

from clf_model.voices import Role, Vote
from clf_store import Door, StoreError, Workshops
from clf_ui import clock
from clf_ui.shared import pages, polling, quick_taps
from clf_ui.state import tab
from tests.app.driver import (
    MARKUP,
    ROWANBANK,
    alive,
    framework,
    open_page,
    said,
    sample_id,
    says,
    shows,
    store,
    submit,
)
from tests.app.rooms import door, opened, workshop

THANKS = "Thank you. Your answers are hidden until the group reveals them. Nobody can see who answered what."


@pytest.fixture
def lead(database: str) -> AppTest:
    """The facilitator's tab of a new workshop."""
    return opened(database)


@pytest.fixture
def entry(database: str, lead: AppTest) -> Door:
    """The door of that workshop."""
    return door(database, lead)


def _asked(database: str) -> tuple[str, ...]:
    return workshop(database).topics[0].balloted


def _judging(lead: AppTest) -> None:
    lead.button(key="judge-topic").click().run()


def _joined(entry: Door, browser: str = "phone") -> AppTest:
    at = open_page("join", browser=browser, code=entry.link)
    return at.button(key="join-continue").click().run()


def _answer(at: AppTest, vote: Vote) -> AppTest:
    return at.button(key=f"answer-{vote}").click().run()


def _address(at: AppTest) -> dict[str, str]:
    """What stands in the address, each once."""
    return {name: one if isinstance(one, str) else "".join(one) for name, one in at.query_params.items()}


def _here(database: str) -> int:
    with store(database) as opened_store:
        found = workshop(database)
        return opened_store.workshops.pulse(found.id, found.topics[0].capability_id).here


def test_a_phone_s_page_is_drawn_in_turn_and_gives_its_turn_up(
    entry: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = Mock(spec=["acquire", "release"])
    monkeypatch.setattr(polling, "_turn", turn)
    assert says(open_page("overview"), "Rowanbank Care Home")
    turn.acquire.assert_not_called()
    monkeypatch.setattr(pages, "bare_name", lambda: pages.Name.JOIN)  # AppTest has no address
    at = open_page("join", browser="phone", code=entry.link)
    assert says(at, "You are in")
    turn.acquire.assert_called_with(timeout=polling.PATIENCE)
    assert turn.acquire.call_count == turn.release.call_count
    assert len(pages.bare_pages(pages.Name.JOIN)) == 2


def test_without_a_code_the_page_asks_for_one_and_nothing_else(database: str) -> None:
    at = open_page("join")
    assert at.text_input(key="join-typed-code").label == "Code on the screen"
    assert not shows(at, "undo")
    assert not shows(at, "assessment")


def test_a_wrong_code_is_refused_in_words_and_can_be_typed_again(database: str, entry: Door) -> None:
    at = open_page("join")
    submit(at, "join-form", "Join").click().run()
    assert says(at, "Type the code that is on the screen.")
    at.text_input(key="join-typed-code").set_value("22222222")
    submit(at, "join-form", "Join").click().run()
    assert says(at, "No open workshop has this code. Compare it with the screen, and type it again.")
    at.text_input(key="join-typed-code").set_value(entry.code.lower().replace("-", " "))
    submit(at, "join-form", "Join").click().run()
    assert says(at, "You are in")
    assert _address(at) == {"workshop": str(entry.workshop_id)}


def test_the_link_lets_in_and_leaves_the_address_without_the_secret(database: str, entry: Door) -> None:
    at = open_page("join", browser="phone", code=entry.link)
    assert says(at, "You are in")
    assert says(at, "Spring room")
    assert _address(at) == {"workshop": str(entry.workshop_id)}
    assert _here(database) == 1


def test_a_role_is_kept_where_somebody_gives_one(database: str, lead: AppTest, entry: Door) -> None:
    for browser, role in (("one", Role.CARER), ("two", None)):
        at = open_page("join", browser=browser, code=entry.link)
        if role:
            at.button_group(key="join-role").set_value(role)
        at.button(key="join-continue").click().run()
        assert says(at, "The first question appears here")
        assert says(at, "This workshop is about Planning for learning.")
        assert says(at, "**Not yet**: not in place")
    lead.button(key="close-only").click().run()
    assert workshop(database).attendance == {Role.CARER: 1, None: 1}


def test_the_text_of_people_is_never_markup(database: str, entry: Door) -> None:
    at = open_page("join", code=MARKUP)
    assert not alive(at)


def test_indicators_come_one_by_one_with_stage_and_capability(
    database: str, lead: AppTest, entry: Door
) -> None:
    _judging(lead)
    at, asked = _joined(entry), _asked(database)
    first = framework().indicator(asked[0])
    assert says(at, first.text)
    assert not says(at, framework().indicator(asked[1]).text)
    name = framework().capability(first.capability_id).short_name
    assert says(at, f"{name} · stage 1 of 4: Engaged · {first.id}")
    labels = [button.label for button in at.button if (button.key or "").startswith("answer-")]
    assert labels == ["Met", "Partly", "Not yet", "Don’t know"]
    assert not shows(at, "join-back")
    _answer(at, Vote.PARTLY)
    assert says(at, framework().indicator(asked[1]).text)


def test_after_the_last_answer_the_page_thanks_and_says_who_sees_what(
    database: str, lead: AppTest, entry: Door
) -> None:
    _judging(lead)
    at = _joined(entry)
    for _ in _asked(database):
        _answer(at, Vote.MET)
    assert says(at, THANKS)


def test_who_opens_the_link_again_after_the_last_answer_is_thanked_again(
    database: str, lead: AppTest, entry: Door
) -> None:
    _judging(lead)
    at = _joined(entry)
    for _ in _asked(database):
        _answer(at, Vote.MET)
    assert says(open_page("join", browser="phone", code=entry.link), THANKS)


def test_going_back_shows_what_was_answered_and_changes_it(database: str, lead: AppTest, entry: Door) -> None:
    _judging(lead)
    at, asked = _joined(entry), _asked(database)
    _answer(at, Vote.MET)
    _answer(at, Vote.MET)
    at.button(key="join-back").click().run()
    assert at.button(key="answer-met").label == "Met, your answer"
    _answer(at, Vote.NOT_MET)
    assert says(at, framework().indicator(asked[2]).text)
    at.button(key="join-back").click().run()
    assert at.button(key="answer-not_met").label == "Not yet, your answer"
    at.button(key="join-on").click().run()
    assert says(at, framework().indicator(asked[2]).text)


def test_a_phone_that_reloads_goes_on_where_it_was_and_counts_once(
    database: str, lead: AppTest, entry: Door
) -> None:
    _judging(lead)
    asked = _asked(database)
    _answer(_joined(entry), Vote.MET)
    for query in ({"workshop": entry.workshop_id}, {"code": entry.link}):
        again = open_page("join", browser="phone", **query)
        assert says(again, framework().indicator(asked[1]).text)
    assert _here(database) == 1


def test_the_address_of_another_phone_lets_nobody_in(database: str, lead: AppTest, entry: Door) -> None:
    _joined(entry)
    other = open_page("join", browser="somebody else", workshop=entry.workshop_id)
    assert shows(other, "join-typed-code")
    assert shows(open_page("join", workshop=999), "join-typed-code")


def test_a_worker_statement_is_asked_as_one(database: str) -> None:
    aid = sample_id(database, ROWANBANK)
    lead = open_page("facilitate", browser="facilitator", assessment=aid)
    lead.button_group(key=f"facilitate-capabilities-{aid}").set_value(["planning"])
    lead.checkbox(key=f"facilitate-workers-{aid}").check()
    submit(lead, "open-workshop", "Open the workshop").click().run()
    _judging(lead)
    at = _joined(door(database, lead))
    planning = framework().capability("planning")
    statements = {one.id: one for one in planning.indicators if one.perspective == "worker"}
    for id_ in _asked(database):
        if id_ in statements:
            break
        assert says(at, f"The organisation {framework().indicator(id_).text}")
        _answer(at, Vote.MET)
    assert says(at, f"It is normal here for workers to {statements[id_].text}")
    _answer(at, Vote.PARTLY)
    assert not says(at, statements[id_].text)


def test_the_second_of_two_quick_taps_does_not_answer_what_comes_next(
    database: str, lead: AppTest, entry: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    _judging(lead)
    at, asked = _joined(entry), _asked(database)
    _answer(at, Vote.MET)
    monkeypatch.setattr(quick_taps, "TOO_SOON", 60.0)
    _answer(at, Vote.MET)
    assert says(at, framework().indicator(asked[1]).text)
    assert not shows(at, "join-on")
    assert says(at, "Two quick taps: the second was not counted. Please answer this one.")
    assert says(at.run(), "Two quick taps")  # it stays until this one is answered
    monkeypatch.setattr(quick_taps, "TOO_SOON", 0.0)
    _answer(at, Vote.MET)
    assert says(at, framework().indicator(asked[2]).text)
    assert not says(at, "Two quick taps")


def test_an_answer_after_the_reveal_is_refused_in_words(database: str, lead: AppTest, entry: Door) -> None:
    _judging(lead)
    at = _joined(entry)
    lead.run()
    lead.button(key="reveal-topic").click().run()
    _answer(at, Vote.MET)
    assert says(at, "Too late for ")
    assert says(at, "Look at the screen")


def test_a_refusal_is_told_until_it_can_have_been_read(
    database: str, lead: AppTest, entry: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a lock of 30 s a look by the clock and taps that waited follow at once."""
    _judging(lead)
    at = _joined(entry)
    monkeypatch.setattr(tab, "SEEN", 60.0)
    busy = StoreError("The database has been busy for too long, so nothing was saved.")
    with monkeypatch.context() as locked:
        locked.setattr(Workshops, "vote", Mock(side_effect=busy))
        _answer(at, Vote.MET)
    assert says(at.run(), "busy for too long")  # a look by the clock
    _answer(at, Vote.PARTLY)  # a tap that came before anybody could read
    assert says(at, "busy for too long")
    monkeypatch.setattr(tab, "SEEN", 0.0)
    _answer(at, Vote.PARTLY)
    assert not says(at, "busy for too long")


def test_a_clock_that_is_set_back_makes_no_tap_the_second_of_two(
    database: str, lead: AppTest, entry: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    _judging(lead)
    at, asked = _joined(entry), _asked(database)
    monkeypatch.setattr(quick_taps, "TOO_SOON", 0.01)
    for number, back in enumerate((0, 1, 2)):
        moment = clock.now() - timedelta(hours=back)
        with monkeypatch.context() as earlier:
            earlier.setattr(clock, "now", lambda moment=moment: moment)
            earlier.setattr(quick_taps, "now", lambda moment=moment: moment, raising=False)
            time.sleep(0.02)
            _answer(at, Vote.MET)
        assert says(at, framework().indicator(asked[number + 1]).text)


def test_an_answer_after_the_end_says_that_it_is_over(database: str, lead: AppTest, entry: Door) -> None:
    _judging(lead)
    at = _joined(entry)
    lead.run().button(key="reveal-topic").click().run()
    lead.button(key="close-only").click().run()
    _answer(at, Vote.MET)
    assert says(at, "The workshop is over")


def test_when_the_workshop_is_over_the_phone_says_so(database: str, lead: AppTest, entry: Door) -> None:
    at = _joined(entry)
    lead.button(key="close-only").click().run()
    assert said(at.run())[:1] == ["The workshop is over"]
