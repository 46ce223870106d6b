"""Brings a database to this version's tables: alone, all or nothing, and on SQLite with a backup first."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from ..errors import StoreError
from .database import LOCK_SECONDS, make_engine, sqlite_file, translated
from .schema import metadata

MIGRATIONS = Path(__file__).parents[1] / "migrations"
VERSION_TABLE = "clf_version"
LONGEST_LOOK = 1.5  # seconds: so long a start looks whether the file is damaged
_STEPS_BETWEEN = 10_000  # of SQLite's machine, between two looks at the clock
_ADVISORY_LOCK = 0x636C66  # any number that all replicas agree on
_alembic = threading.Lock()  # Alembic's environment is one per process


def migrate(url: URL, migrations: Path = MIGRATIONS) -> None:
    """Creates or upgrades the tables. Raises `StoreError` and leaves the database as it was."""
    file = sqlite_file(url)
    with translated():
        if file is None:
            _migrate_postgresql(url, migrations)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            with _one_at_a_time(file):
                _migrate_sqlite(url, file, migrations)


def backup(source: Path, target: Path, *, without: Sequence[sa.Table] = (), then: Sequence[str] = ()) -> None:
    """Copies a live SQLite database to a file, whole and consistent; an older file there is replaced.

    The rows of the tables in `without` stay behind, and all that was ever deleted. In the order in which rows
    can be deleted: those that point to others first. `then` is SQL to run on the copy.
    """
    if target.resolve() == source.resolve():
        raise StoreError("The backup would replace the database itself. Name another file.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(part)) as copy:
        live.backup(copy)
        for table in without:
            copy.execute(f"DELETE FROM {table.name}")
        for statement in then:
            copy.execute(statement)
        if without:
            copy.commit()
            copy.execute("VACUUM")  # or what was deleted could still be read in the file
    part.replace(target)


@contextmanager
def _one_at_a_time(file: Path) -> Iterator[None]:
    """Holds a lock beside the database, which SQLite gives back even when the process is killed.

    The database's own lock is not enough: switching a new file to WAL does not wait for others. The lock's
    file is removed by who holds it, so who comes to hold one looks whether it is still what others find.
    """
    lock = file.with_name(f"{file.name}.lock")
    while True:
        lock.touch()
        found = _identity(lock)
        with closing(sqlite3.connect(lock, timeout=LOCK_SECONDS, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError:
                if _identity(lock) == found:
                    raise
                continue  # SQLite calls a file that is gone a failing disk
            if found is None or _identity(lock) != found:
                continue
            try:
                yield
            finally:
                with suppress(OSError):  # some systems remove no file that is open; it is empty
                    lock.unlink()
            return


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from a later one of its name; None where there is none."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _migrate_sqlite(url: URL, file: Path, migrations: Path) -> None:
    # With foreign keys on, rebuilding a table would delete the rows that point to it.
    _look_at(file, versions(migrations))
    engine = make_engine(url, foreign_keys=False)
    try:
        with engine.connect() as connection:
            connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
        with engine.execution_options(write=True).begin() as connection:
            _upgrade(
                connection,
                migrations,
                lambda version: backup(file, file.with_name(f"{file.name}.before-{version}")),
            )
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                raise StoreError("The database file has rows that belong to nothing. Put back a backup.")
    finally:
        engine.dispose()


def _look_at(file: Path, known: list[str]) -> None:
    """That a file is ours, of a version that is known, and whole as far as can be seen at once.

    It is read only: one of another program stays as it is to the byte. `python -m clf_store check` sees more.
    """
    if not file.exists() or not file.stat().st_size:
        return
    address = f"{file.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=LOCK_SECONDS)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        tables = {name for (name,) in connection.execute(query)}
        if VERSION_TABLE in tables:
            version = connection.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()
            _refuse_unknown(version and version[0], known)
        elif tables:
            raise _foreign()
        if not _is_whole(connection):
            raise StoreError("The database file is damaged. Put back a backup, or name another file.")


def _is_whole(connection: sqlite3.Connection) -> bool:
    """Whether no damage is found in the time that a start may take."""
    until = monotonic() + LONGEST_LOOK
    connection.set_progress_handler(lambda: monotonic() > until, _STEPS_BETWEEN)
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            return True
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _migrate_postgresql(url: URL, migrations: Path) -> None:
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
            _upgrade(connection, migrations, lambda version: None)
    finally:
        engine.dispose()


def _upgrade(connection: Connection, migrations: Path, prepare: Callable[[str], None]) -> None:
    """Runs what is missing in the connection's transaction, after `prepare(version)` if tables exist."""
    version = _version(connection)
    known = versions(migrations)
    if version == known[-1]:
        return
    if version is None:
        _refuse_other_programs(connection)
    else:
        _refuse_unknown(version, known)
        prepare(version)
    # Only now: Alembic takes a quarter of a second to load, and most starts have nothing to upgrade.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _alembic:
        command.upgrade(config, "head")


def versions(migrations: Path = MIGRATIONS) -> list[str]:
    """The versions of the tables, oldest first: a migration's file is named rVERSION_what.py."""
    return sorted(
        file.stem.partition("_")[0].removeprefix("r") for file in (migrations / "versions").glob("r*.py")
    )


def _version(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return found


def _refuse_unknown(version: str | None, known: list[str]) -> None:
    if version is not None and version not in known:
        raise StoreError("The database was written by a newer version of this program. Install that version.")


def _foreign() -> StoreError:
    return StoreError("The database belongs to another program. Name another database, or a new file.")


def _refuse_other_programs(connection: Connection) -> None:
    found = set(sa.inspect(connection).get_table_names())
    if connection.dialect.name == "postgresql":
        found &= set(metadata.tables)
    if found:
        raise _foreign()
