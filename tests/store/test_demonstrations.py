"""A demonstration goes through every verb of a workshop, and leaves no row in any table."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from clf_model.action import Action
from clf_model.assessment import NO_RECORD, Assessment, Evidence, Judgement, Record
from clf_model.voices import Answer, Decision, Role, Vote, VoteCounts
from clf_store import (
    ActionEdit,
    DemonstrationError,
    Edit,
    NotFacilitatorError,
    NotFoundError,
    Opened,
    Store,
)
from clf_store.sql.database import make_engine, parse_url
from clf_store.workshops.demonstrations import UNSEEN
from tests.store.rooms import AT, FRAMEWORK, LATER, STRANGER, everything

MET, PARTLY, NOT_MET = Vote.MET, Vote.PARTLY, Vote.NOT_MET


@pytest.fixture
def sample(store: Store) -> int:
    """A fictional service with judgements, evidence and an action, judged and undone by somebody."""
    records = {"a.O1": Record(Judgement.MET, evidence=(Evidence("Seen"),)), "a.O2": Record(Judgement.PARTLY)}
    added = Assessment(
        "rooms",
        "Rowanbank",
        date(2026, 3, 12),
        records=records,
        fictional=True,
        actions={"forum": Action("forum", "A forum", covers=("a.O3",))},
    )
    sample = store.add(added, FRAMEWORK, who="samples", at=AT)
    edit = Edit(NO_RECORD, Record(Judgement.MET))
    store.change(sample, {"a.O3": edit}, who="ann", at=AT)
    store.undo(sample, who="ann", at=AT)
    return sample


def _begun(store: Store, sample: int) -> tuple[Opened, int]:
    opened = store.demonstrations.begin(sample, FRAMEWORK, ["a"], expires_at=LATER, who="ann", at=AT)
    return opened, store.workshops.load(opened.workshop_id).assessment_id


def _play(store: Store, sample: int, *, close: bool = True) -> tuple[Opened, int]:
    """All that a presenter and eight phones can do, and what others may do beside it on any page."""
    opened, aid = _begun(store, sample)
    rooms, id_, boss = store.workshops, opened.workshop_id, opened.facilitator
    link = store.demonstrations.of_assessment(aid).link
    phones = [rooms.join(link, address="192.0.2.7", at=AT, role=Role.CARER).token for _ in range(8)]
    rooms.judge(id_, boss, "a")
    for number, token in enumerate(phones):
        rooms.vote(id_, token, "a.O2", 1, MET if number < 4 else NOT_MET)
        rooms.vote(id_, token, "a.O3", 1, PARTLY)
    rooms.enter(id_, boss, "a.O1", 1, VoteCounts(met=2))
    rooms.reveal(id_, boss, "a")
    rooms.steer(id_, boss, focus="a.O2", ends_at=LATER, minutes_each=5.0)
    rooms.vote_again(id_, boss, "a", ["a.O2"])
    for token in phones:
        rooms.vote(id_, token, "a.O2", 2, MET)
    rooms.reveal(id_, boss, "a")
    rooms.renew_door(id_, boss, expires_at=LATER)
    rooms.decide(id_, boss, Decision("a.O2", Judgement.MET, "Shown", None, (Evidence("A file"),)))
    rooms.agree(id_, boss, "a")
    edit = ActionEdit(None, Action("new", "New action", covers=("a.O3",)))
    store.change_actions(aid, {"new": edit}, who="ann", at=AT)
    store.change(aid, {"b.O1": Edit(NO_RECORD, Record(Judgement.MET))}, who="bob", at=AT)
    store.undo(aid, who="bob", at=AT)
    store.redo(aid, who="bob", at=AT)
    store.save_scenario(aid, "Try", {"a.O3": Judgement.MET}, at=AT)
    survey = store.surveys.open(aid, FRAMEWORK, title="S", opens_on=AT.date(), closes_on=AT.date(), at=AT)
    worker = store.surveys.begin(survey.link or "", on=AT.date())
    store.surveys.answer(survey.survey_id, worker.token, "a.W1", Answer.AGREE, on=AT.date())
    if close:
        rooms.close(id_, boss, FRAMEWORK, who="ann", at=AT)
        assert store.load(aid).assessment.judgement("a.O2") is Judgement.MET
        store.undo(aid, who="ann", at=AT)
        store.finalise(aid, who="ann", at=AT)
    return opened, aid


@pytest.mark.parametrize("close", [True, False], ids=["to its result", "given up on the way"])
def test_nothing_of_a_demonstration_stays_in_any_table(
    store: Store, url: str, sample: int, close: bool
) -> None:
    before = everything(url)
    opened, aid = _play(store, sample, close=close)
    during = everything(url)
    assert sum(during[name] != before[name] for name in before) > 10
    assert [row for row in during["record"] if row in before["record"]] == before["record"]
    store.demonstrations.end(aid, opened.facilitator)
    assert everything(url) == before


def test_what_a_killed_server_left_goes_at_the_next_start(store: Store, url: str, sample: int) -> None:
    before = everything(url)
    _play(store, sample, close=False)
    _begun(store, sample)
    store.close()  # no more than a killed process does: nothing was said to the database
    again = Store.open(url)
    on_postgresql = not url.startswith("sqlite")
    if on_postgresql:  # there another server may be showing it now
        assert again.demonstrations.end_at_start(at=AT) == 0
    assert again.demonstrations.end_at_start(at=AT + UNSEEN + timedelta(seconds=1)) == 2
    assert everything(url) == before
    again.close()


def test_a_demonstration_lasts_while_a_page_shows_it(store: Store, url: str, sample: int) -> None:
    before = everything(url)
    _, aid = _begun(store, sample)
    late = AT + UNSEEN
    store.demonstrations.see(aid, at=late)
    assert store.demonstrations.end_abandoned(at=late + UNSEEN) == 0
    assert store.load(aid).info.demonstration
    assert store.demonstrations.end_abandoned(at=late + UNSEEN + timedelta(seconds=1)) == 1
    assert everything(url) == before
    with pytest.raises(NotFoundError):
        store.load(aid)


def test_a_demonstration_is_in_no_list_and_knows_its_sample(store: Store, sample: int) -> None:
    opened, aid = _begun(store, sample)
    assert [info.id for info in store.assessments("rooms")] == [sample]
    assert not store.load(sample).info.demonstration
    found = store.demonstrations.of_assessment(aid)
    assert found is not None
    assert (found.sample_id, found.workshop_id) == (sample, opened.workshop_id)
    assert found.link == opened.door.link
    assert found.link not in repr(found)
    assert store.demonstrations.of_assessment(sample) is None


def test_only_its_facilitator_ends_a_demonstration(store: Store, sample: int) -> None:
    _, aid = _begun(store, sample)
    with pytest.raises(NotFacilitatorError):
        store.demonstrations.end(aid, STRANGER)
    with pytest.raises(NotFoundError):
        store.demonstrations.end(sample, STRANGER)
    assert store.load(aid).info.demonstration


def test_what_would_outlive_a_demonstration_is_refused(store: Store, url: str, sample: int) -> None:
    _, aid = _begun(store, sample)
    during = everything(url)
    with pytest.raises(DemonstrationError):
        store.copy(aid, assessed_on=AT.date(), title=None, who="ann", at=AT)
    with pytest.raises(DemonstrationError):
        store.edit_details(
            aid, organisation="Other", unit=None, title=None, assessed_on=AT.date(), who="ann", at=AT
        )
    with pytest.raises(DemonstrationError):
        store.demonstrations.begin(aid, FRAMEWORK, ["a"], expires_at=LATER, who="ann", at=AT)
    own = store.add(Assessment("rooms", "Our own", AT.date()), FRAMEWORK, who="ann", at=AT)
    with pytest.raises(DemonstrationError):
        store.demonstrations.begin(own, FRAMEWORK, ["a"], expires_at=LATER, who="ann", at=AT)
    assert everything(url)["demonstration"] == during["demonstration"]
    assert everything(url)["workshop"] == during["workshop"]


def test_removing_the_samples_ends_their_demonstrations_without_a_trace(
    store: Store, url: str, sample: int
) -> None:
    before = everything(url)
    without = before["event"]
    _play(store, sample)
    store.reset_samples((), FRAMEWORK, who="ann", at=AT)
    after = everything(url)
    # the framework's text, and that the samples were removed: in the log of the one and of all
    assert [name for name, rows in after.items() if rows] == ["edition", "event", "setting", "step"]
    assert after["edition"] == before["edition"]
    assert [step.assessment_id for step in store.steps()] == [None]
    assert [row for row in after["event"] if row in without] == without
    assert len(after["event"]) == len(without) + 1  # that the sample was removed


def test_the_log_of_any_other_assessment_still_only_grows(store: Store, url: str, sample: int) -> None:
    _, aid = _begun(store, sample)
    engine = make_engine(parse_url(url))
    for statement in (
        f"DELETE FROM event WHERE assessment_id = {sample}",
        f"DELETE FROM event WHERE assessment_id IN ({aid}, {sample})",
        f"UPDATE event SET who = 'somebody' WHERE assessment_id = {aid}",
    ):
        with engine.connect() as connection:
            with pytest.raises(sa.exc.DBAPIError, match="events are only ever added"):
                connection.exec_driver_sql(statement)
            connection.rollback()
    engine.dispose()
    assert len(store.events(sample)) == 3
