"""A database of the first version, with something in every table, goes on in this one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clf_model.action import Action
from clf_model.assessment import Assessment, Evidence, Judgement, Record, Voice
from clf_store import ActionEdit, Edit, EventKind, FinalError, SavedScenario, Store
from clf_store.sql import migrate
from clf_store.sql.database import make_engine, parse_url

AT = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
DRAFT, FINAL = 1, 2
MET = {"i1": {"judgement": "met", "effort": 1.0, "evidence": [{"note": "Seen", "voice": "carer"}]}}
UNKNOWN = {"i1": {"effort": 1.0}}
ASSESSMENTS = {
    id_: Assessment(
        "small",
        "Rowanbank Care Home",
        date(2026, 3, 12),
        title=title,
        records={"i1": Record(Judgement.MET, evidence=(Evidence("Seen", voice=Voice.CARER),))},
    )
    for id_, title in ((DRAFT, "Spring"), (FINAL, "Winter"))
}


def _event(id_: int, assessment_id: int, revision: int, kind: str, **columns: object) -> dict[str, object]:
    return {
        "id": id_,
        "assessment_id": assessment_id,
        "revision": revision,
        "at": AT,
        "who": "ann",
        "kind": kind,
        "before": "{}",
        "after": "{}",
        "reverts": None,
        "previous": None,
        **columns,
    }


def _assessment(id_: int, title: str, revision: int, finalised_at: datetime | None) -> dict[str, object]:
    return {
        "id": id_,
        "service_id": 1,
        "title": title,
        "assessed_on": date(2026, 3, 12),
        "framework_id": "small",
        "framework_edition": "first",
        "framework_digest": "abc",
        "revision": revision,
        "changed_at": AT,
        "finalised_at": finalised_at,
    }


def _record(assessment_id: int) -> dict[str, object]:
    return {
        "assessment_id": assessment_id,
        "indicator_id": "i1",
        "judgement": "met",
        "equivalent": False,
        "effort": 1.0,
    }


def _evidence(assessment_id: int) -> dict[str, object]:
    return {
        "assessment_id": assessment_id,
        "indicator_id": "i1",
        "position": 0,
        "note": "Seen",
        "voice": "carer",
    }


CHANGED = {"before": json.dumps(UNKNOWN), "after": json.dumps(MET)}
# As version 0001 wrote it: ann judged i1 in both, and finalised the second.
ROWS = {
    "service": [{"id": 1, "organisation": "Rowanbank Care Home", "unit": "", "fictional": False}],
    "assessment": [_assessment(DRAFT, "Spring", 1, None), _assessment(FINAL, "Winter", 2, AT)],
    "record": [_record(DRAFT), _record(FINAL)],
    "evidence": [_evidence(DRAFT), _evidence(FINAL)],
    "event": [
        _event(1, DRAFT, 0, "created"),
        _event(2, FINAL, 0, "created"),
        _event(3, DRAFT, 1, "changed", **CHANGED),
        _event(4, FINAL, 1, "changed", **CHANGED),
        _event(5, FINAL, 2, "finalised"),
    ],
    "cursor": [
        {"assessment_id": DRAFT, "who": "ann", "undo_event": 3},
        {"assessment_id": FINAL, "who": "ann", "undo_event": 4},
    ],
    "scenario": [
        {
            "assessment_id": DRAFT,
            "name": "Plan A",
            "changes": '{"i2":"met"}',
            "created_at": AT,
            "deleted": False,
        }
    ],
    "setting": [{"key": "samples", "value": "yes"}],
}


@pytest.fixture
def old_url(empty_url: str, tmp_path: Path) -> str:
    folder = tmp_path / "first version"
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in (folder / "versions").glob("r*.py"):
        if not file.name.startswith("r0001"):
            file.unlink()
    migrate.migrate(parse_url(empty_url), folder)
    engine = make_engine(parse_url(empty_url))
    found = sa.MetaData()
    found.reflect(engine)
    with engine.begin() as connection:
        for name, rows in ROWS.items():
            connection.execute(sa.insert(found.tables[name]), rows)
        if engine.dialect.name == "postgresql":
            for name in ("service", "assessment", "event"):
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"
                )
    engine.dispose()
    return empty_url


@pytest.fixture
def upgraded(old_url: str) -> Iterator[Store]:
    store = Store.open(old_url)
    yield store
    store.close()


def test_everything_is_there_after_the_upgrade(upgraded: Store) -> None:
    for id_, assessment in ASSESSMENTS.items():
        assert upgraded.load(id_).assessment == assessment
    assert upgraded.setting("samples") == "yes"
    assert upgraded.scenarios(DRAFT) == (SavedScenario(1, DRAFT, "Plan A", {"i2": Judgement.MET}, AT),)
    kinds = [EventKind.FINALISED, EventKind.CHANGED, EventKind.CREATED]
    assert [event.kind for event in upgraded.events(FINAL)] == kinds
    assert all(event.actions_after == event.actions_before == {} for event in upgraded.events(FINAL))


def test_what_was_done_before_the_upgrade_is_undone_after_it(upgraded: Store) -> None:
    upgraded.undo(DRAFT, who="ann", at=AT)
    assert upgraded.load(DRAFT).assessment.records == {}
    upgraded.redo(DRAFT, who="ann", at=AT)
    assert upgraded.load(DRAFT).assessment == ASSESSMENTS[DRAFT]


def test_an_assessment_finalised_before_the_upgrade_keeps_its_judgements_and_gets_a_plan(
    upgraded: Store,
) -> None:
    with pytest.raises(FinalError):
        upgraded.undo(FINAL, who="ann", at=AT + timedelta(hours=1))
    assert upgraded.undoable(FINAL, who="ann", at=AT + timedelta(hours=1)) == (None, None)
    assert upgraded.plan_at_finalisation(FINAL) is None
    walk = Action("walk", "Walk the floor")
    upgraded.change_actions(FINAL, {"walk": ActionEdit(None, walk)}, who="ann", at=AT)
    assert upgraded.load(FINAL).assessment.actions == {"walk": walk}
    upgraded.undo(FINAL, who="ann", at=AT)
    assert upgraded.load(FINAL).assessment == ASSESSMENTS[FINAL]


def test_the_log_still_only_grows_after_the_upgrade(upgraded: Store, old_url: str) -> None:
    upgraded.change(DRAFT, {"i3": Edit(Record(), Record(Judgement.MET))}, who="ann", at=AT)
    engine = make_engine(parse_url(old_url))
    for statement in ("UPDATE event SET who = 'ben'", "DELETE FROM event"):
        with (
            engine.connect() as connection,
            pytest.raises(sa.exc.DBAPIError, match="events are only ever added"),
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    assert [event.who for event in upgraded.events(DRAFT)] == ["ann"] * 3


def test_scenarios_are_held_to_their_range_after_the_upgrade(upgraded: Store, old_url: str) -> None:
    engine = make_engine(parse_url(old_url))
    for change, constraint in (("budget = -1", "budget"), ("objective = 'best'", "objective")):
        with (
            engine.connect() as connection,
            pytest.raises(sa.exc.IntegrityError, match=f"ck_scenario_{constraint}"),
        ):
            connection.exec_driver_sql(f"UPDATE scenario SET {change}")
    engine.dispose()
    assert upgraded.scenarios(DRAFT)[0].budget is None


def test_the_file_before_the_upgrade_is_kept_and_can_be_opened(old_url: str, dialect: str) -> None:
    Store.open(old_url).close()
    if dialect != "sqlite":
        return  # a server is backed up with its own tools
    kept = Path(f"{parse_url(old_url).database}.before-0001")
    engine = make_engine(parse_url(f"sqlite:///{kept}"))
    assert "action" not in sa.inspect(engine).get_table_names()
    engine.dispose()
    again = Store.open(f"sqlite:///{kept}")
    assert again.load(DRAFT).assessment == ASSESSMENTS[DRAFT]
    again.close()
