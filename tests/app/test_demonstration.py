"""A demonstration alone at one laptop: begun on a sample, played to its result, and gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from clf_model import Judgement, Record
from clf_store import Workshop, Workshops
from clf_ui.shared import demonstration
from tests.app.driver import (
    ABOUT_AN_ASSESSMENT,
    ROWANBANK,
    at_moment,
    open_page,
    own,
    progress,
    sample_id,
    says,
    shows,
    store,
)
from tests.app.rooms import FACILITATOR, door

Forward = Callable[[float], None]


@pytest.fixture
def forward(monkeypatch: pytest.MonkeyPatch) -> Forward:
    """Moves the clock of the simulated phones on by so many seconds."""
    clock = [1000.0]
    monkeypatch.setattr(demonstration, "monotonic", lambda: clock[0])

    def move(seconds: float) -> None:
        clock[0] += seconds

    return move


def rows(database: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, without the counters of ids."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
            for (name,) in names
            if name != "sqlite_sequence"
        }


def _begun(database: str, start: str = "overview") -> AppTest:
    at = open_page(start, browser=FACILITATOR, assessment=sample_id(database, ROWANBANK))
    return at.button(key="begin-demonstration").click().run().run()


def _demonstrated(database: str, at: AppTest) -> Workshop:
    with store(database) as opened:
        return opened.workshops.load(at.session_state["workshop"])


@pytest.mark.parametrize("start", ["overview", "facilitate"])
def test_it_plays_from_a_sample_to_a_result_and_leaves_the_data_as_they_were(
    database: str, forward: Forward, start: str
) -> None:
    sample = sample_id(database, ROWANBANK)
    open_page("overview", browser=FACILITATOR, assessment=sample)  # notes what any first look notes
    before = rows(database)
    at = _begun(database, start)
    assert at.session_state["assessment"] != sample
    entry = door(database, at)
    wall = open_page("projector", browser="wall", wall=entry.wall, workshop=entry.workshop_id)

    at.button(key="judge-topic").click().run()
    assert says(at, "8 here")
    assert says(at, "0 of 8 have answered Learning culture")
    forward(5)
    at.run()
    (half,) = progress(at)
    given, _, asked = half.split()[:3]
    assert 0 < int(given) < int(asked) == 120  # 15 indicators for 8 phones
    forward(10)
    at.run()
    assert says(at, "8 of 8 have answered Learning culture")
    at.button(key="reveal-topic").click().run()
    assert _demonstrated(database, at).focus == "1.3.O3"  # it alone holds Learning culture back
    assert says(at, "agreement 13 %")  # 4 met, 1 partly, 3 not

    at.button(key="vote-again").click().run()
    at.run()
    forward(10)
    at.run()
    assert says(at, "8 of 8 have answered 1.3.O3 “uses research and evidence to…”")
    at.button(key="reveal-topic").click().run()
    at.button(key="save-decision").click().run()
    at.button(key="close-workshop").click().run().run()
    assert says(at, "What this workshop found")
    assert says(at, "**Learning culture** · Established → Accomplished")
    for screen in (at, wall.run()):
        assert says(screen, demonstration.MARK)
    during = rows(database)
    assert all(row in during["record"] for row in before["record"])

    at.button(key="end-demonstration").click().run().run()
    assert rows(database) == before
    assert at.session_state["assessment"] == sample
    assert not says(at, demonstration.MARK)
    assert says(wall.run(), "No workshop to show")


def test_the_wall_alone_moves_the_phones_on_as_well(database: str, forward: Forward) -> None:
    """On one laptop the wall may be in front, and a browser slows what is behind it."""
    at = _begun(database)
    entry = door(database, at)
    wall = open_page("projector", browser="wall", wall=entry.wall, workshop=entry.workshop_id)
    at.button(key="judge-topic").click().run()
    wall.run()
    forward(20)
    wall.run()
    assert says(wall, "8 of 8 have answered Learning culture")


@pytest.mark.parametrize("page", ABOUT_AN_ASSESSMENT)
def test_it_is_marked_on_every_page_until_its_presenter_ends_it(
    database: str, forward: Forward, page: str
) -> None:
    aid = _demonstrated(database, _begun(database)).assessment_id
    at = open_page(page, browser=FACILITATOR, assessment=aid)
    assert says(at, demonstration.MARK)
    assert shows(at, "end-demonstration")
    guest = open_page(page, browser="guest", assessment=aid)
    assert says(guest, demonstration.MARK)
    assert not shows(guest, "end-demonstration")
    assert not shows(at, "begin-demonstration")


@pytest.mark.parametrize("look", [1, 2], ids=["as it is drawn", "as the clock looks"])
def test_whoever_still_looks_at_one_that_has_ended_is_told(
    look: int, database: str, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = _begun(database)
    workshop, entry = _demonstrated(database, at), door(database, at)
    own(database)
    wall = open_page("projector", browser="wall", wall=entry.wall, workshop=workshop.id)
    at.button(key="judge-topic").click().run()
    forward(30)
    at.run().button(key="reveal-topic").click().run()
    at.button(key="close-workshop").click().run().run()
    assert says(wall.run(), "this is what you found")

    # Of the looks of one drawing, the second is the one that goes by the clock afterwards.
    looks: list[int] = []
    revision = Workshops.revision

    def ends(self: Workshops, workshop_id: int) -> int:
        looks.append(workshop_id)
        found = revision(self, workshop_id) if look == 1 else 0
        if len(looks) == look:
            with store(database) as opened:
                opened.demonstrations.end_abandoned(at=datetime.now(UTC) + timedelta(days=1))
        return found or revision(self, workshop_id)

    with monkeypatch.context() as during:
        during.setattr(Workshops, "revision", ends)
        wall.run()
    assert len(looks) == (1 if look == 1 else 3)  # where the clock finds nothing, the page is drawn anew
    assert says(wall, "No workshop to show")

    other = open_page("facilitate", browser="another tab", assessment=workshop.assessment_id)
    assert says(other, "its demonstration has ended, or it was made with another framework. Choose another")
    assert other.session_state["assessment"] is None  # what is one's own does not open in its place


def test_a_real_phone_in_it_says_that_it_is_a_demonstration(database: str, forward: Forward) -> None:
    at = _begun(database)
    entry = door(database, at)
    phone = open_page("join", browser="phone", code=entry.link)
    assert says(phone, demonstration.MARK)
    at.button(key="judge-topic").click().run()
    assert says(at, "9 here")


def test_nobody_else_sees_it_in_the_list_and_it_is_offered_on_samples_only(
    database: str, forward: Forward
) -> None:
    aid = _demonstrated(database, _begun(database)).assessment_id
    mine = own(database, {"1.1.O1": Record(Judgement.MET)})
    for page in ("overview", "facilitate"):
        at = open_page(page, browser="guest", assessment=mine)
        assert not shows(at, "begin-demonstration")
        assert not any("Demonstration" in option for option in at.selectbox(key="assessment").options)
    assert aid not in [info.id for info in _listed(database)]


def _listed(database: str) -> tuple[object, ...]:
    with store(database) as opened:
        return opened.assessments("clf")


def test_one_that_was_left_goes_by_itself(
    database: str, forward: Forward, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clf_store.workshops.demonstrations import UNSEEN
    from clf_ui import clock
    from clf_ui.shared import loaders

    open_page("overview", browser=FACILITATOR)
    before = rows(database)
    _begun(database)
    at = open_page("overview", browser="guest")
    assert rows(database) != before
    at_moment(monkeypatch, clock.now() + UNSEEN * 2)
    loaders._swept.clear()
    at.run()
    assert rows(database) == before
    assert not shows(at, "close-problem")
