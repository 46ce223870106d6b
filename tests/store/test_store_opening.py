"""Opening a database: new, older, newer, damaged, foreign, locked or out of reach."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory

from clf_model.assessment import NO_RECORD, Assessment, Judgement, Record
from clf_model.framework import Framework
from clf_store import Edit, Store, StoreError
from clf_store.sql import migrate
from clf_store.sql.database import make_engine, parse_url

CURRENT = migrate.versions()[-1]
NEXT = f"{int(CURRENT) + 1:04}"
ADDS_A_COLUMN = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "{next}", "{current}"
def upgrade():
    with op.batch_alter_table("assessment", recreate="{recreate}") as batch:
        batch.add_column(sa.Column("note", sa.Text))
    {then}
"""


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """The migrations with room for one more."""
    folder = tmp_path / "100% next"
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def file(tmp_path: Path, migrated_file: Path) -> Path:
    """A SQLite database with all tables."""
    path = tmp_path / "clf.sqlite3"
    shutil.copy(migrated_file, path)
    return path


def add_migration(folder: Path, *, recreate: str = "auto", then: str = "pass") -> None:
    text = ADDS_A_COLUMN.format(recreate=recreate, then=then, next=NEXT, current=CURRENT)
    (folder / "versions" / f"r{NEXT}_note.py").write_text(text, encoding="utf-8")


def columns(url: str) -> set[str]:
    engine = make_engine(parse_url(url))
    try:
        return {column["name"] for column in sa.inspect(engine).get_columns("assessment")}
    finally:
        engine.dispose()


def test_a_new_database_is_created_with_its_folder_and_opened_again(
    empty_url: str, review: Assessment, framework: Framework, at: datetime
) -> None:
    store = Store.open(empty_url)
    stored = store.add(review, framework, who="ann", at=at)
    store.close()
    again = Store.open(empty_url)
    assert again.load(stored).assessment == review
    again.close()


def test_an_upgrade_keeps_all_rows_even_where_a_table_is_rebuilt(
    store: Store, url: str, draft: int, review: Assessment, next_version: Path
) -> None:
    """Rebuilding `assessment` with foreign keys on would delete its records."""
    rebuilt = "always" if url.startswith("sqlite") else "auto"
    add_migration(next_version, recreate=rebuilt)
    migrate.migrate(parse_url(url), next_version)
    migrate.migrate(parse_url(url), next_version)
    assert "note" in columns(url)
    assert store.load(draft).assessment == review


def test_a_failed_upgrade_leaves_the_database_as_it_was(
    store: Store, url: str, draft: int, review: Assessment, next_version: Path
) -> None:
    add_migration(next_version, then='op.execute("SELECT * FROM nowhere")')
    with pytest.raises(StoreError):
        migrate.migrate(parse_url(url), next_version)
    assert "note" not in columns(url)
    assert store.load(draft).assessment == review


def test_a_database_of_a_newer_version_is_refused(url: str, next_version: Path) -> None:
    add_migration(next_version)
    migrate.migrate(parse_url(url), next_version)
    with pytest.raises(StoreError, match="newer version"):
        Store.open(url)


def test_a_database_of_another_program_is_refused_and_left_alone(empty_url: str) -> None:
    file = parse_url(empty_url).database if empty_url.startswith("sqlite") else None
    if file:
        Path(file).parent.mkdir()
    engine = make_engine(parse_url(empty_url))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE record (title TEXT)"))
    with pytest.raises(StoreError, match="another program"):
        Store.open(empty_url)
    assert sa.inspect(engine).get_table_names() == ["record"]
    engine.dispose()


def test_sqlite_is_backed_up_before_an_upgrade(
    file: Path, review: Assessment, framework: Framework, at: datetime, next_version: Path
) -> None:
    store = Store.open(f"sqlite:///{file}")
    stored = store.add(review, framework, who="ann", at=at)
    assert list(file.parent.glob("*.before-*")) == []
    add_migration(next_version)
    migrate.migrate(parse_url(f"sqlite:///{file}"), next_version)
    store.close()
    copy = Store.open(f"sqlite:///{file}.before-{CURRENT}")
    assert copy.load(stored).assessment == review
    copy.close()
    assert "note" not in columns(f"sqlite:///{file}.before-{CURRENT}")


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Notes of the workshop\n" * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="damaged or is not a database"):
        Store.open(f"sqlite:///{file}")
    assert file.read_text(encoding="utf-8") == "Notes of the workshop\n" * 100


def test_a_damaged_database_is_refused(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:40960] = b"\xff" * (40960 - 4096)
    file.write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        Store.open(f"sqlite:///{file}")


def test_a_folder_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open(f"sqlite:///{tmp_path / 'taken' / 'clf.sqlite3'}")


@pytest.fixture
def without_rights() -> Iterator[None]:
    """As an ordinary user, whom a folder's permissions hold back."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.mark.usefixtures("without_rights")
def test_a_folder_without_rights_is_reported() -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open("sqlite:////clf-without-rights/clf.sqlite3")
    with pytest.raises(StoreError, match="cannot be written"):
        Store.open("sqlite:////clf-without-rights.sqlite3")


def test_a_database_that_stays_locked_is_reported(
    url: str, review: Assessment, framework: Framework, at: datetime
) -> None:
    if url.startswith("sqlite"):
        impatient, hold = f"{url}?timeout=0.2", "BEGIN IMMEDIATE"
    else:
        impatient, hold = (
            f"{url}&options=-c%20lock_timeout%3D200ms",
            "LOCK TABLE assessment IN EXCLUSIVE MODE",
        )
    store = Store.open(impatient)
    stored = store.add(review, framework, who="ann", at=at)
    edit = {"i9": Edit(NO_RECORD, Record(Judgement.MET))}
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        driver = connection.connection.cursor()
        driver.execute(hold)
        with pytest.raises(StoreError, match="busy"):
            store.change(stored, edit, who="ann", at=at)
        assert store.load(stored).assessment == review
        connection.connection.rollback()
    assert store.change(stored, edit, who="ann", at=at).revision == 1
    engine.dispose()
    store.close()


def test_a_server_out_of_reach_is_reported_without_the_password() -> None:
    with pytest.raises(StoreError, match="does not answer") as raised:
        Store.open("postgresql://ann:secret@127.0.0.1:1/clf?connect_timeout=2")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://host/clf", "sqlite://", "sqlite:///:memory:"])
def test_an_address_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(StoreError, match="address of the database"):
        Store.open(url)


def test_a_backup_is_whole_while_the_database_is_in_use(
    store: Store, url: str, draft: int, tmp_path: Path
) -> None:
    target = tmp_path / "copy.sqlite3"
    if not url.startswith("sqlite"):
        with pytest.raises(StoreError, match="pg_dump"):
            store.backup(target)
        return
    target.write_text("an older one", encoding="utf-8")
    store.backup(target)
    copy = Store.open(f"sqlite:///{target}")
    assert copy.load(draft) == store.load(draft)
    copy.close()


def test_a_backup_never_replaces_the_database_and_says_where_it_cannot_write(
    file: Path, tmp_path: Path
) -> None:
    store = Store.open(f"sqlite:///{file}")
    with pytest.raises(StoreError, match="itself"):
        store.backup(file)
    with pytest.raises(StoreError, match="cannot be written"):
        store.backup(tmp_path / "missing" / "copy.sqlite3")
    store.close()


def test_sqlite_runs_with_the_settings_that_keep_writers_apart(file: Path) -> None:
    engine = make_engine(parse_url(f"sqlite:///{file}"))
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "busy_timeout", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert found == {"journal_mode": "wal", "busy_timeout": 30000, "synchronous": 1, "foreign_keys": 1}


def test_a_new_file_waits_for_another_process_that_is_setting_it_up(tmp_path: Path) -> None:
    """SQLite itself does not wait: switching to WAL fails at once while another writes."""
    file = tmp_path / "clf.sqlite3"
    with (
        closing(sqlite3.connect(f"{file}.lock", isolation_level=None)) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        other.execute("BEGIN EXCLUSIVE")
        opened = pool.submit(Store.open, f"sqlite:///{file}")
        with pytest.raises(TimeoutError):
            opened.result(timeout=0.3)
        assert not file.exists()
        other.rollback()
        opened.result(timeout=30).close()


def test_rows_that_belong_to_nothing_stop_an_upgrade(file: Path, next_version: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("INSERT INTO cursor (assessment_id, who) VALUES (7, 'ann')")
        connection.commit()
    add_migration(next_version)
    with pytest.raises(StoreError, match="belong to nothing"):
        migrate.migrate(parse_url(f"sqlite:///{file}"), next_version)
    assert "note" not in columns(f"sqlite:///{file}")


def test_the_versions_read_from_file_names_are_those_that_the_migrations_declare(next_version: Path) -> None:
    add_migration(next_version)
    config = Config()
    config.set_main_option("script_location", str(next_version).replace("%", "%%"))
    declared = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert migrate.versions(next_version) == declared[::-1] == [*migrate.versions(), NEXT]
