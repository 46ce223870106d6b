"""A service that is erased for good: its texts are looked for as who has the files and tables would."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clf_model.action import Action
from clf_model.assessment import NO_RECORD, Assessment, Evidence, Judgement, Record
from clf_model.voices import Decision, Vote
from clf_store import (
    ActionEdit,
    By,
    Edit,
    Holdings,
    NotFoundError,
    StepKind,
    Store,
    SurveyRunsError,
    TextEdit,
    WorkshopRunsError,
)
from clf_store.sql.database import make_engine, parse_url
from tests.store.rooms import AT, FRAMEWORK, LATER, everything

FIRST, LAST = date(2026, 3, 12), date(2026, 3, 20)
AFTER = LAST + timedelta(1)
MARK = re.compile(rb"Mark\d{4}")
BY = By("ann", LATER)


def in_all_files(url: str) -> bytes:
    """All bytes of a SQLite database and the files beside it, or of all tables and indexes of PostgreSQL."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))
    engine = make_engine(parse_url(url))
    ours = "SELECT c.oid FROM pg_class c WHERE relkind IN ('r', 'i', 't') AND c.oid >= 16384"
    read = sa.text("SELECT pg_read_binary_file(pg_relation_filepath(cast(:oid AS oid)))")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        found = connection.exec_driver_sql(ours).scalars().all()
        content = b"".join(bytes(connection.scalar(read, {"oid": oid}) or b"") for oid in found)
    engine.dispose()
    return content


class Marks:
    """Texts that can be told from any other."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self) -> str:
        self.made.append(f"Mark{len(self.made) + 1000}")
        return self.made[-1]


def fill(store: Store, mark: Marks) -> int:
    """A service with something in everything that can be written; the id of its first assessment."""
    draft = Assessment("rooms", mark(), FIRST, unit=mark(), title=mark())
    first = store.add(draft, FRAMEWORK, who=mark(), at=AT)
    named = {"organisation": mark(), "unit": mark(), "title": mark(), "assessed_on": FIRST}
    store.edit_details(first, **named, who="ann", at=AT)
    notes = tuple(Evidence(mark(), source=mark()) for _ in range(4))
    record = Record(Judgement.MET, equivalent=True, reason=mark(), evidence=notes)
    store.change(first, {"a.O1": Edit(NO_RECORD, record)}, who="ann", at=AT)
    gone = Record(Judgement.NOT_MET, reason=mark(), evidence=(Evidence(mark()),))
    store.change(first, {"a.O2": Edit(NO_RECORD, gone)}, who="ann", at=AT)
    store.change(first, {"a.O2": Edit(gone, NO_RECORD)}, who="ann", at=AT)
    store.undo(first, who="ann", at=AT)
    action = Action("forum", mark(), owner=mark(), measure=mark())
    bus = Action("bus", mark(), owner=mark())
    made = {one.id: ActionEdit(None, one) for one in (action, bus)}
    store.change_actions(first, made, who="ann", at=AT)
    removed = Action("walk", mark())
    store.change_actions(first, {"walk": ActionEdit(None, removed)}, who="ann", at=AT)
    store.change_actions(first, {"walk": ActionEdit(removed, None)}, who="ann", at=AT)
    store.change_texts(first, {"summary": TextEdit("", mark())}, who="ann", at=AT)
    store.save_scenario(first, mark(), {"a.O3": Judgement.MET}, at=AT)
    hidden = store.save_scenario(first, mark(), {}, at=AT)
    store.delete_scenario(hidden, by=BY)
    _workshop(store, first, mark)
    surveys = store.surveys
    days = {"opens_on": FIRST, "closes_on": LAST}
    for title in (mark(), mark()):
        opened = surveys.open(first, FRAMEWORK, title=title, at=AT, **days)
        surveys.close(opened.survey_id, opened.owner, on=FIRST, by=BY)
    surveys.delete(opened.survey_id, opened.owner, by=BY)
    surveys.add_imported(
        first, FRAMEWORK, [], title=mark(), at=AT, reading=mark(), statements=["a.W1"], **days
    )
    store.set_setting(f"report_of_{first}", mark())
    store.change_labels(store.info(first).service_id, {}, {mark(): mark()})
    store.finalise(first, who="ann", at=LATER)
    store.reopen(first, mark(), who="ann", at=LATER)
    second = store.copy(first, assessed_on=FIRST, title=mark(), who=mark(), at=LATER)
    store.delete(second, who=mark(), at=LATER)
    return first


def _workshop(store: Store, assessment_id: int, mark: Marks) -> None:
    rooms = store.workshops
    opened = rooms.open(assessment_id, FRAMEWORK, ["a"], title=mark(), expires_at=LATER, at=AT)
    id_, boss = opened.workshop_id, opened.facilitator
    phone = rooms.join(opened.door.link, address=None, at=AT).token
    rooms.judge(id_, boss, "a")
    rooms.vote(id_, phone, "a.O3", 1, Vote.MET)
    rooms.reveal(id_, boss, "a", by=BY)
    decided = Decision(
        "a.O3", Judgement.MET, equivalent=True, reason=mark(), dissent=mark(), evidence=(Evidence(mark()),)
    )
    rooms.decide(id_, boss, decided, by=BY)
    rooms.close(id_, boss, FRAMEWORK, who="ann", at=LATER)


@pytest.fixture
def marked(store: Store) -> tuple[Marks, int]:
    """A service with its texts beside another, and the id of its first assessment."""
    mark = Marks()
    return mark, fill(store, mark)


def test_no_text_of_an_erased_service_is_left_in_tables_files_and_log(
    store: Store, url: str, marked: tuple[Marks, int]
) -> None:
    mark, first = marked
    service = store.info(first).service_id
    assert len(mark.made) == 42
    assert {one.decode() for one in MARK.findall(in_all_files(url))} == set(mark.made)
    # judged: a.O1, a.O2 again by undo, a.O3 by the workshop, in both; of actions and scenarios one is deleted
    held = Holdings(
        assessments=2, deleted=1, judgements=6, evidence=12, actions=4, scenarios=1, workshops=1, surveys=2
    )
    assert store.holdings(service) == held
    store.erase(service, on=FIRST, who="ben", at=LATER)
    assert MARK.findall(in_all_files(url)) == []
    assert "Mark" not in str(everything(url))
    (left,) = store.steps()
    assert (left.kind, left.subject, left.assessment_id) == (StepKind.ERASED, "service", None)
    assert (left.who, left.at, left.before, left.after) == ("ben", LATER, None, None)
    with pytest.raises(NotFoundError):
        store.holdings(service)
    with pytest.raises(NotFoundError):
        store.erase(service, on=FIRST, who="ben", at=LATER)


def test_what_is_of_other_services_stays_as_it_is(store: Store, url: str) -> None:
    fill(store, Marks())
    before = everything(url)
    other = Assessment("rooms", "Birchbank", FIRST)
    added = store.add(other, FRAMEWORK, who="ann", at=AT)
    store.erase(store.info(added).service_id, on=FIRST, who="ann", at=LATER)
    after = everything(url)
    # the name that was changed belongs to no assessment any longer
    assert {name for name in before if before[name] != after[name]} == {"step", "service"}
    assert set(after["step"]) >= set(before["step"])
    assert len(after["step"]) == len(before["step"]) + 1
    assert len(after["service"]) == 1


def test_a_service_that_people_are_at_work_on_is_not_erased(store: Store, url: str) -> None:
    draft = store.add(Assessment("rooms", "Rowanbank", FIRST), FRAMEWORK, who="ann", at=AT)
    service = store.info(draft).service_id
    room = store.workshops.open(draft, FRAMEWORK, ["a"], title="Spring", expires_at=LATER, at=AT)
    before = everything(url)
    with pytest.raises(WorkshopRunsError, match="“Spring” runs on Rowanbank, so nothing was erased"):
        store.erase(service, on=FIRST, who="ann", at=AT)
    assert everything(url) == before
    store.workshops.close(room.workshop_id, room.facilitator, FRAMEWORK, who="ann", at=AT)
    store.surveys.open(draft, FRAMEWORK, title="Autumn", opens_on=FIRST, closes_on=LAST, at=AT)
    before = everything(url)
    with pytest.raises(SurveyRunsError, match="“Autumn” can still be answered, so nothing was erased"):
        store.erase(service, on=LAST, who="ann", at=AT)
    assert everything(url) == before
    store.erase(service, on=AFTER, who="ann", at=AT)
    assert store.assessments("rooms") == store.deleted("rooms") == ()


def test_the_log_is_let_go_for_an_erasure_and_for_nothing_else(store: Store, url: str) -> None:
    first, second = (
        store.add(Assessment("rooms", name, FIRST), FRAMEWORK, who="ann", at=AT) for name in ("A", "B")
    )
    store.delete_scenario(store.save_scenario(second, "Plan A", {}, at=AT), by=BY)
    store.erase(store.info(first).service_id, on=FIRST, who="ann", at=LATER)
    engine = make_engine(parse_url(url))
    for statement in ("DELETE FROM event", "DELETE FROM step", "UPDATE step SET who = 'ben'"):
        with (
            engine.connect() as connection,
            pytest.raises(sa.exc.DBAPIError, match="events are only ever added"),
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
