"""Editions: each text is kept once, a final record stays as it is, and carrying over is one undoable step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from clf_model.action import Action
from clf_model.assessment import Assessment, Evidence, Former, Judgement, Record
from clf_model.errors import UnknownIdError
from clf_model.files.framework import dump_framework, parse_framework
from clf_model.framework import Framework, Indicator, Perspective
from clf_store import Edit, FinalError, Store, UndoConflictError, UnknownEditionError, WorkshopRunsError
from clf_store.assessments import tables
from clf_store.sql.database import make_engine, parse_url
from tests.long import times
from tests.unit.strategies import judged_by_letters, random_edition

TEXT = (Path(__file__).parents[1] / "data" / "garden.yaml").read_text(encoding="utf-8")
HEAPS = Evidence("Heaps behind the shed", "Photograph", date(2026, 1, 5))


def garden(*changes: tuple[str, str]) -> Framework:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    framework, problems = parse_framework(text.encode(), "garden.yaml")
    assert framework is not None, problems
    return framework


FIRST = garden()
SECOND = garden(
    ("edition: first", "edition: second"),
    ("1.1.O2:", "1.1.O9:"),
    ("labels what it sows", "labels its seed"),
    ("          9.3.O2: teaches others to do the same\n", ""),
)
RECORDS = {
    "1.1.O1": Record(Judgement.PARTLY),
    "1.1.O2": Record(Judgement.MET, evidence=(HEAPS,), effort=3),
    "3.1.O1": Record(Judgement.MET, equivalent=True, reason="Sticks with names", evidence=(HEAPS,)),
    "9.3.O2": Record(Judgement.NOT_APPLICABLE, reason="Nobody asks"),
}
ASSESSMENT = Assessment(
    "garden",
    "Allotments",
    date(2026, 2, 1),
    records=RECORDS,
    actions={"share": Action("share", "Share the harvest", covers=("1.1.O2", "9.3.O1", "9.3.O2"))},
)


@pytest.fixture
def allotments(store: Store, at: datetime) -> int:
    return store.add(ASSESSMENT, FIRST, who="ann", at=at)


def test_the_text_of_an_edition_is_kept_once_and_comes_back_as_it_was(
    store: Store, allotments: int, at: datetime
) -> None:
    store.add(ASSESSMENT, FIRST, who="ann", at=at)
    assert store.edition(FIRST.digest) == FIRST
    assert store.edition(FIRST.digest).digest == FIRST.digest
    (known,) = store.editions("garden")
    assert (known.name, known.framework, known.assessments, known.final) == ("first", FIRST, 2, 0)
    with pytest.raises(UnknownEditionError, match="Add its file"):
        store.edition(SECOND.digest)


def test_carrying_over_is_one_change_that_undo_and_redo_take_back_and_bring_back_exactly(
    store: Store, allotments: int, at: datetime
) -> None:
    before = store.load(allotments)
    scenario = store.save_scenario(
        allotments, "More", {"1.1.O2": Judgement.PARTLY, "9.3.O2": Judgement.MET}, at=at
    )
    carried = store.carry_over(allotments, SECOND, who="ann", at=at)
    after = store.load(allotments)
    assert after.assessment == carried.assessment
    assert after.assessment.records == {
        "1.1.O1": RECORDS["1.1.O1"],
        "1.1.O9": RECORDS["1.1.O2"],
        "3.1.O1": Record(
            None,
            evidence=(HEAPS,),
            former=Former("labels what it sows", Judgement.MET, True, "Sticks with names"),
        ),
    }
    assert [(one.id, one.record) for one in after.assessment.removed] == [("9.3.O2", RECORDS["9.3.O2"])]
    assert after.assessment.actions["share"].covers == ("1.1.O9", "9.3.O1")
    assert (after.info.framework_digest, after.info.framework_edition) == (SECOND.digest, "second")
    assert dict(store.scenario(scenario).changes) == {"1.1.O9": Judgement.PARTLY}

    event = store.undo(allotments, who="ann", at=at)
    assert event is not None
    assert event.editions is not None
    assert event.editions.after.edition == "first"
    back = store.load(allotments)
    assert back.assessment == before.assessment
    assert back.info.framework_digest == FIRST.digest
    assert dict(store.scenario(scenario).changes) == {"1.1.O2": Judgement.PARTLY, "9.3.O2": Judgement.MET}

    store.redo(allotments, who="ann", at=at)
    assert store.load(allotments).assessment == after.assessment
    assert {one.name: one.assessments for one in store.editions("garden")} == {"first": 0, "second": 1}


def test_a_reworded_indicator_waits_until_it_is_judged_anew(
    store: Store, allotments: int, at: datetime
) -> None:
    store.carry_over(allotments, SECOND, who="ann", at=at)
    waiting = store.load(allotments).assessment.record("3.1.O1")
    store.change(allotments, {"3.1.O1": Edit(waiting, waiting.judged(Judgement.MET))}, who="ann", at=at)
    assert store.load(allotments).assessment.record("3.1.O1") == Record(Judgement.MET, evidence=(HEAPS,))
    store.undo(allotments, who="ann", at=at)
    assert store.load(allotments).assessment.record("3.1.O1") == waiting


def test_what_somebody_judged_since_is_not_undone_with_it(
    store: Store, allotments: int, at: datetime
) -> None:
    store.carry_over(allotments, SECOND, who="ann", at=at)
    waiting = store.load(allotments).assessment.record("3.1.O1")
    store.change(allotments, {"3.1.O1": Edit(waiting, waiting.judged(Judgement.PARTLY))}, who="bob", at=at)
    with pytest.raises(UndoConflictError):
        store.undo(allotments, who="ann", at=at)
    assert store.load(allotments).info.framework_digest == SECOND.digest


def test_it_cannot_be_undone_when_the_edition_is_another_one_again(
    store: Store, allotments: int, at: datetime
) -> None:
    third = replace(SECOND, edition="third")
    store.carry_over(allotments, SECOND, who="ann", at=at)
    store.carry_over(allotments, third, who="bob", at=at)
    with pytest.raises(UndoConflictError, match="the framework's edition"):
        store.undo(allotments, who="ann", at=at)
    assert store.load(allotments).info.framework_digest == third.digest


def test_a_final_record_is_not_carried_over_and_its_copy_begins_with_its_edition(
    store: Store, allotments: int, at: datetime
) -> None:
    store.finalise(allotments, who="ann", at=at)
    with pytest.raises(FinalError):
        store.carry_over(allotments, SECOND, who="ann", at=at)
    copied = store.copy(allotments, assessed_on=date(2027, 2, 1), title=None, who="ann", at=at)
    assert store.load(copied).info.framework_digest == FIRST.digest
    store.carry_over(copied, SECOND, who="ann", at=at)
    assert store.load(allotments).assessment == ASSESSMENT
    twice = store.copy(copied, assessed_on=date(2027, 3, 1), title=None, who="ann", at=at)
    assert store.load(twice).assessment.removed == store.load(copied).assessment.removed


def test_an_assessment_of_an_edition_that_is_not_kept_waits_for_its_text(
    store: Store, url: str, allotments: int, at: datetime
) -> None:
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.execute(sa.delete(tables.edition))
    with pytest.raises(UnknownEditionError):
        store.carry_over(allotments, SECOND, who="ann", at=at)
    (known,) = store.editions("garden")
    assert (known.name, known.framework, known.assessments) == ("first", None, 1)
    store.adopt_edition(FIRST)
    assert store.carry_over(allotments, SECOND, who="ann", at=at).removed

    # As commit c619443 named it, without perspectives and short names.
    first_digest = "9ff96a57d956c44e466b2032d25c7f3133a8c1c416d064dfeb8936b59fd03e81"
    with engine.begin() as connection:
        connection.execute(sa.update(tables.assessment).values(framework_digest=first_digest))
    store.adopt_edition(FIRST)
    assert store.load(allotments).info.framework_digest == FIRST.digest
    engine.dispose()


def test_it_waits_for_the_workshop_that_asks_the_old_editions_indicators(
    store: Store, allotments: int, at: datetime
) -> None:
    opened = store.workshops.open(
        allotments, FIRST, ["soil"], title="Spring", expires_at=at + timedelta(hours=8), at=at
    )
    with pytest.raises(WorkshopRunsError, match="nothing was carried over"):
        store.carry_over(allotments, SECOND, who="ann", at=at)
    assert store.workshops.load(opened.workshop_id).framework_digest == FIRST.digest
    store.workshops.close(opened.workshop_id, opened.facilitator, FIRST, who="ann", at=at, apply=True)
    assert store.carry_over(allotments, SECOND, who="ann", at=at).removed


def test_a_record_made_up_of_unknown_ids_is_refused_whole(
    store: Store, allotments: int, at: datetime
) -> None:
    store.change(allotments, {"x.9": Edit(Record(), Record(Judgement.MET))}, who="ann", at=at)
    before = store.load(allotments)
    with pytest.raises(UnknownIdError):
        store.carry_over(allotments, SECOND, who="ann", at=at)
    assert store.load(allotments) == before


@pytest.fixture(scope="module")
def garden_store(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all random pairs."""
    file = tmp_path_factory.mktemp("pairs") / "clf.sqlite3"
    shutil.copy(migrated_file, file)
    with closing(Store.open(f"sqlite:///{file}")) as opened:
        yield opened


def from_a_file(framework: Framework) -> Framework:
    """The edition as a file gives it, where every capability asks something."""
    capabilities = []
    for one in framework.capabilities:
        asked = Indicator(f"{one.id}0", "begins", one.id, "one", Perspective.ORGANISATION)
        capabilities.append(replace(one, indicators=(asked, *one.indicators)))
    text = dump_framework(replace(framework, capabilities=tuple(capabilities)))
    read, problems = parse_framework(text.encode(), "f.yaml")
    assert read is not None, problems
    return read


@pytest.mark.endurance
def test_of_1000_random_pairs_of_editions_undo_gives_back_the_same_record(
    garden_store: Store, at: datetime
) -> None:
    """Thirty-two editions make a thousand pairs, and twelve a short form of it; each is the old one and the
    new one."""
    chosen = Random(16)
    some = [from_a_file(random_edition(chosen)) for _ in range(times(32, short=12))]
    for old, new in list(product(some, repeat=2))[:1000]:
        before = judged_by_letters(old, chosen.randbytes(11))
        id_ = garden_store.add(before, old, who="ann", at=at)
        garden_store.carry_over(id_, new, who="ann", at=at)
        garden_store.undo(id_, who="ann", at=at)
        back = garden_store.load(id_)
        asked = [indicator.id for indicator in old.indicators]
        assert list(map(back.assessment.record, asked)) == list(map(before.record, asked))
        assert back.assessment.records.keys() <= set(asked)
        assert (back.assessment.removed, back.info.framework_digest) == ((), old.digest)
