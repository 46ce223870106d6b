"""Two quick clicks on what makes something make one of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Judgement
from clf_ui.shared import quick_taps
from tests.app.driver import open_page, own, record, settled, store


def _counts(url: str) -> tuple[int, int]:
    """How many assessments and scenarios there are in all."""
    with store(url) as opened:
        ids = [info.id for info in opened.assessments("clf")]
        return len(ids), sum(len(opened.scenarios(id_)) for id_ in ids)


def _scenario(at: AppTest) -> None:
    at.button(key="new-scenario").click().run()


def _draft(at: AppTest) -> None:
    next(one for one in at.button if one.label == "Carry on in a new draft").click().run()


MAKE: dict[str, tuple[str, dict[str, str], bool, Callable[[AppTest], None], int]] = {
    "scenario": ("what_if", {}, False, _scenario, 1),
    "draft": ("settings", {"section": "This assessment"}, True, _draft, 0),
}


@pytest.mark.parametrize("kind", MAKE)
def test_the_second_of_two_quick_clicks_makes_nothing(
    kind: str, empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_taps, "TWICE", 60.0)
    page, is_open, final, make, place = MAKE[kind]
    aid = own(empty_database, final=final)
    at = open_page(page, assessment=aid)
    before = _counts(empty_database)[place]
    for _ in range(2):
        for key, value in {"assessment": aid, "scenario": 0, **is_open}.items():
            at.session_state[key] = value  # the second click finds the page as the first one did
        at.run()
        make(at)
        assert _counts(empty_database)[place] == before + 1


def test_a_double_click_on_start_leads_into_what_it_has_made(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quick_taps, "TWICE", 60.0)
    before = own(empty_database)
    at = open_page("overview", assessment=before)
    for _ in range(2):
        at.session_state["assessment"] = before  # which the browser sends with the second click too
        at.query_params["assessment"] = str(before)  # and so it does the address
        at.session_state["start-organisation"] = "Larchfield"
        at.button(key="new-assessment").click().run()
        at.button(key="FormSubmitter:start-assessment-Start").click().run()
    with store(empty_database) as opened:
        (made,) = (info.id for info in opened.assessments("clf") if info.organisation == "Larchfield")
    assert at.session_state["assessment"] == made
    assert at.query_params["assessment"] == str(made)


def test_a_double_click_on_a_judgement_keeps_it(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    aid = own(empty_database)
    at = open_page("checklist", assessment=aid)
    buttons = at.segmented_control(key=f"judge-{aid}-1.1.O1")
    monkeypatch.setattr(quick_taps, "TOO_SOON", 60.0)
    at = settled(buttons.set_value(Judgement.MET))
    settled(at.segmented_control(key=f"judge-{aid}-1.1.O1").set_value(None))
    assert record(empty_database, aid, "1.1.O1").judgement is Judgement.MET
    assert at.run().segmented_control(key=f"judge-{aid}-1.1.O1").value is Judgement.MET
    monkeypatch.setattr(quick_taps, "TOO_SOON", 0.0)  # later it clears, as ever
    at.segmented_control(key=f"judge-{aid}-1.1.O1").set_value(None).run()
    assert record(empty_database, aid, "1.1.O1").judgement is None
