"""What a version of the program leaves in a database: something in every table, by the verbs of the store.

`python -m tests.store.stored` writes it down for the version of the tables that is now, as
`tests/data/stored/VERSION.json`; to be done before a migration is added. The files of earlier versions were
written in the same way by the programs of then, each as far as it went. They are never written again.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from clf_model.action import Action, ActionStatus
from clf_model.assessment import Assessment, Evidence, Judgement, Record, Voice
from clf_model.voices import Answer, Decision, Response, Role, Vote, VoteCounts
from clf_store import ActionEdit, Edit, Store, TextEdit, UnknownCodeError
from clf_store.sql import migrate
from tests.store.rooms import AT, FRAMEWORK, LATER, Room
from tests.store.test_store_editions import ASSESSMENT, FIRST, SECOND

FOLDER = Path(__file__).parents[1] / "data" / "stored"
MINUTE = timedelta(minutes=1)
DAY, LAST = date(2026, 3, 12), date(2026, 3, 20)
SEEN = Evidence("Seen – “ours”", "Rota", date(2026, 1, 10), Voice.CARER)
REVIEW = Assessment(
    "rooms",
    "Rowanbank Care Home",
    DAY,
    unit="Day team",
    title="Spring",
    records={
        "a.O1": Record(Judgement.MET, evidence=(SEEN, Evidence("Again"))),
        "a.O2": Record(Judgement.PARTLY, effort=2.5),
        "a.O3": Record(Judgement.NOT_APPLICABLE, reason="Single site"),
        "b.O1": Record(Judgement.MET, equivalent=True, reason="By a mentor"),
    },
)
WALK = Action("walk", "Walk the floor", effort=4.5, covers=("a.O2",), owner="Ann", due=LAST, measure="Held")
STOPPED = Action(
    "tablets", "Tablets", status=ActionStatus.NOT_DOING, reason="No money", review_on=LAST, requires=("walk",)
)


def judged_undone_and_planned(store: Store) -> None:
    """A draft with a log by two people, a cursor, and a scenario."""
    draft = store.add(REVIEW, FRAMEWORK, who="ann", at=AT)
    store.change(draft, {"b.O2": Edit(Record(), Record(Judgement.NOT_MET))}, who="ann", at=AT)
    store.change(draft, {"b.O3": Edit(Record(), Record(Judgement.MET))}, who="ben", at=AT)
    store.undo(draft, who="ann", at=AT)
    store.save_scenario(draft, "Plan A", {"a.O2": Judgement.MET}, at=AT)
    store.delete_scenario(store.save_scenario(draft, "Plan B", {"b.O2": Judgement.MET}, at=AT))
    store.set_setting("mine", "yes")


def finalised_copied_and_deleted(store: Store) -> None:
    """A final assessment, and a copy of it that was renamed and deleted."""
    final = store.add(REVIEW, FRAMEWORK, who="ann", at=AT)
    store.finalise(final, who="ann", at=AT)
    copied = store.copy(final, assessed_on=LAST, title=None, who="ann", at=AT)
    store.edit_details(
        copied, organisation="Rowanbank", unit=None, title="Summer", assessed_on=LAST, who="ann", at=AT
    )
    store.delete(copied, who="ann", at=AT)


def with_actions(store: Store) -> None:
    """Actions, one of them deleted, a scenario with aims, and the plan that a final assessment had."""
    planned = store.add(REVIEW, FRAMEWORK, who="ann", at=AT)
    for action in (WALK, STOPPED, Action("gone", "Gone")):
        store.change_actions(planned, {action.id: ActionEdit(None, action)}, who="ann", at=AT)
    gone = ActionEdit(Action("gone", "Gone"), None)
    store.change_actions(planned, {"gone": gone}, who="ann", at=AT)
    store.save_scenario(planned, "Aims", {"a.O2": Judgement.MET}, at=AT, budget=3.5, priorities={"a": 2})
    store.finalise(planned, who="ann", at=AT)


def workshops(store: Store) -> None:
    """One under way with a hidden and a revealed round, and one that was closed and written."""
    Room(store, people=2)
    for ends in (False, True):
        room = Room(store)
        room.judge()
        room.vote("a.O1", [Vote.MET, Vote.MET, Vote.PARTLY])
        room.workshops.set_role(room.id, room.tokens[0], Role.CARER)
        room.workshops.enter(room.id, room.boss, "a.O2", 1, VoteCounts(partly=4))
        room.workshops.steer(room.id, room.boss, focus="a.O1", ends_at=LATER, minutes_each=2.5)
        if ends:
            room.reveal()
            decided = Decision("a.O1", Judgement.MET, dissent="Two were not sure", evidence=(SEEN,))
            room.workshops.decide(room.id, room.boss, decided)
            room.workshops.agree(room.id, room.boss, "a")
            room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=AT)
    with suppress(UnknownCodeError):
        store.workshops.join("AAAA-AAAA", address="192.0.2.7", at=AT)


def surveys(store: Store) -> None:
    """One that takes answers, one that is over, and one from a file."""
    asked = store.add(REVIEW, FRAMEWORK, who="ann", at=AT)
    for ends in (False, True):
        opened = store.surveys.open(asked, FRAMEWORK, title="Spring", opens_on=DAY, closes_on=LAST, at=AT)
        for answer in (Answer.AGREE, Answer.DISAGREE, Answer.AGREE):
            place = store.surveys.begin(str(opened.link), on=DAY, role=Role.EMPLOYEE)
            store.surveys.answer(opened.survey_id, place.token, "a.W1", answer, on=DAY)
        if ends:
            store.surveys.close(opened.survey_id, opened.owner, on=DAY)
    given = [Response({"b.W1": Answer.AGREE}, Role.EMPLOYEE)] * 6
    store.surveys.add_imported(
        asked, FRAMEWORK, given, title="Paper", opens_on=DAY, closes_on=DAY, at=AT + MINUTE
    )


def settings(store: Store) -> None:
    """A setting that was changed, in the log of far-reaching steps, and changed back."""
    step = store.change_setting("rules", '{"share": 0.8}', seen=None, who="ann", at=AT)
    store.change_setting("unit", "days", seen=None, who="ben", at=AT)
    if step:
        store.undo_setting(step.id, who="ann", at=AT)


def demonstrations(store: Store) -> None:
    """A sample, and a demonstration workshop on a copy of it."""
    sample = store.add(replace(REVIEW, fictional=True), FRAMEWORK, who="samples", at=AT)
    store.demonstrations.begin(sample, FRAMEWORK, ["a"], expires_at=LATER, who="ann", at=AT)


def carried_over(store: Store) -> None:
    """A draft that was taken to another edition."""
    store.carry_over(store.add(ASSESSMENT, FIRST, who="ann", at=AT), SECOND, who="ann", at=AT)


def reopened(store: Store) -> None:
    """An assessment that was final twice."""
    twice = store.add(REVIEW, FRAMEWORK, who="ann", at=AT)
    store.finalise(twice, who="ann", at=AT)
    store.reopen(twice, "A page was missing", who="ann", at=AT + MINUTE)
    store.finalise(twice, who="ann", at=AT + 2 * MINUTE)


def reported(store: Store) -> None:
    """The service's own words, and an import with how it was read."""
    written = store.add(REVIEW, FRAMEWORK, who="ann", at=AT)
    store.change_texts(written, {"summary": TextEdit("", "We did well.")}, who="ann", at=AT)
    given = [Response({"b.W1": Answer.AGREE})] * 6
    store.surveys.add_imported(
        written, FRAMEWORK, given, title="Scale", opens_on=DAY, closes_on=DAY, at=AT, reading="1-5"
    )


def labelled(store: Store) -> None:
    """A service with labels, one of them written anew."""
    service_id = store.info(store.add(REVIEW, FRAMEWORK, who="ann", at=AT)).service_id
    store.change_labels(service_id, {}, {"Region": "North", "Type": "Care home"})
    store.change_labels(service_id, {"Region": "North"}, {"Region": "Islands"})


WHAT_IS_DONE: tuple[Callable[[Store], None], ...] = (
    judged_undone_and_planned,
    finalised_copied_and_deleted,
    with_actions,
    workshops,
    surveys,
    settings,
    demonstrations,
    carried_over,
    reopened,
    reported,
    labelled,
)


def rows(file: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of a SQLite database but those of SQLite and of the migrations, by table."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        tables = sorted(name for (name,) in connection.execute(query) if name != migrate.VERSION_TABLE)
        return {name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in tables}


def main() -> None:
    """Write down what this version leaves."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "clf.sqlite3"
        with closing(Store.open(f"sqlite:///{file}")) as store:
            for do in WHAT_IS_DONE:
                do(store)
        found = rows(file)
    lines = (
        f"{json.dumps(table)}: [\n" + ",\n".join(json.dumps(row, default=bytes.hex) for row in of_it) + "\n]"
        for table, of_it in found.items()
    )
    FOLDER.mkdir(exist_ok=True)
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (FOLDER / f"{migrate.versions()[-1]}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
