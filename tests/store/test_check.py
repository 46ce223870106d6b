"""Damage: a start notices what it can in the time that it has, and `python -m clf_store check` the rest."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from clf_model.assessment import NO_RECORD, Evidence, Judgement, Record
from clf_model.framework import Framework
from clf_store import Edit, Store, StoreError
from clf_store.__main__ import main
from clf_store.check import problems
from clf_store.sql import migrate
from clf_store.sql.database import make_engine, parse_url
from tests.long import times

DICE = random.Random(14)


@pytest.fixture
def filled(store: Store, url: str, draft: int, framework: Framework, at: datetime) -> str:
    """A database with two assessments and a log, closed."""
    for number in range(1, 40):
        note = Evidence(f"Minutes of meeting {number}, kept in the folder of the day team " * 4)
        edit = Edit(NO_RECORD, Record(Judgement.PARTLY, evidence=(note,)))
        store.change(draft, {f"i{number + 10}": edit}, who="ann", at=at)
    store.undo(draft, who="ann", at=at)
    store.finalise(store.copy(draft, assessed_on=at.date(), title=None, who="ann", at=at), who="ann", at=at)
    store.close()
    return url


def test_a_sound_database_is_sound(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", filled]) == 0
    assert capsys.readouterr().out == "The database is sound.\n"


def test_what_was_changed_behind_the_log_is_found(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    engine = make_engine(parse_url(filled))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE record SET judgement = 'met' WHERE indicator_id = 'i12'"))
    engine.dispose()
    assert main(["check", filled]) == 1
    assert "assessment 1 cannot be read: what it holds on i12 is not what its log says" in (
        capsys.readouterr().out
    )


def test_bytes_that_were_changed_in_the_file_are_found_at_the_start_or_by_the_check(
    filled: str, tmp_path: Path
) -> None:
    """Whichever 300 bytes in use are overwritten, or 4 bytes of a text."""
    if not filled.startswith("sqlite"):
        return
    whole = Path(filled.removeprefix("sqlite:///")).read_bytes()
    broken = tmp_path / "broken.sqlite3"

    def found() -> bool:
        try:
            Store.open(f"sqlite:///{broken}").close()
            return bool(list(problems(f"sqlite:///{broken}")))
        except StoreError:
            return True

    def write(content: bytes) -> None:
        broken.write_bytes(content)

    place = whole.index(b"Minutes of meeting 7")
    for four in (place, whole.rindex(b"Minutes of meeting 7")):
        write(whole[:four] + b"MiNU" + whole[four + 4 :])
        assert found()
    in_use = [n for n in range(0, len(whole) - 300, 64) if whole[n : n + 300].count(0) < 20]
    for _ in range(times(100, short=10)):
        start = DICE.choice(in_use)
        write(whole[:start] + DICE.randbytes(300) + whole[start + 300 :])
        assert found(), start


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_the_file_of_another_program_is_left_as_it_is_to_the_byte(tmp_path: Path, journal: str) -> None:
    file = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(file)) as other:
        other.execute(f"PRAGMA journal_mode = {journal}")
        other.executescript("CREATE TABLE record (title TEXT); INSERT INTO record VALUES ('theirs')")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        Store.open(f"sqlite:///{file}")
    assert file.read_bytes() == before
    assert main(["check", f"sqlite:///{file}"]) == 2


def test_a_version_that_is_not_known_is_refused_and_left_as_it_is(
    migrated_file: Path, tmp_path: Path
) -> None:
    file = tmp_path / "newer.sqlite3"
    shutil.copy(migrated_file, file)
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999'")
        newer.commit()
        newer.execute("PRAGMA journal_mode = DELETE")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(f"sqlite:///{file}")
    assert file.read_bytes() == before


def test_a_start_does_not_look_for_damage_longer_than_it_may(
    migrated_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LONGEST_LOOK", -1.0)
    monkeypatch.setattr(migrate, "_STEPS_BETWEEN", 1)
    file = tmp_path / "large.sqlite3"
    shutil.copy(migrated_file, file)
    Store.open(f"sqlite:///{file}").close()


def test_what_is_no_database_of_ours_is_said(
    tmp_path: Path, empty_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", f"sqlite:///{tmp_path / 'none.sqlite3'}"]) == 2
    assert "There is no file" in capsys.readouterr().err
    assert not (tmp_path / "none.sqlite3").exists()
    assert main(["check", "nonsense"]) == 2
