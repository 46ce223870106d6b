"""Connections and transactions: what SQLite and PostgreSQL each need to keep concurrent writers apart."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, Row
from sqlalchemy.exc import ArgumentError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from clf_model.errors import ClfError

from ..errors import NoRoomError, StoreError, busy
from .schema import metadata
from .traffic import Traffic

LOCK_SECONDS = 30.0
DRAIN_SECONDS = 5.0
_CONNECTIONS = 32  # as many transactions run at once
_PATIENCE = 1.0  # seconds that forgetting waits for who reads
SINGLE = ("vote", "participant", "answer", "respondent")
"""The tables that single people's votes and answers pass through."""
COUNTS_ROWS = {"preserve_rowcount": True}  # for an insert that tells by its row count whether it did anything
AnyRow = Row[*tuple[Any, ...]]
_DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_BUSY = ("database is locked", "database table is locked", "lock timeout", "deadlock detected")
_DAMAGED = ("not a database", "malformed", "unsupported file format")
_IS_DAMAGED = "The database file is damaged or is not a database. Put back a backup, or name another file."
_UNWRITABLE = ("unable to open", "readonly", "read-only", "permission denied")


def parse_url(url: str) -> URL:
    """The database that a URL names: `sqlite:///file` or `postgresql://…`. Raises `StoreError`."""
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        parsed = URL.create("")
    name = parsed.get_backend_name() if parsed.drivername else ""
    in_a_file = parsed.database not in (None, "", ":memory:") and not str(parsed.database).startswith("file:")
    if name not in _DRIVERS or (name == "sqlite" and not in_a_file):
        raise StoreError(
            "The address of the database is not one that can be used. "
            "Give sqlite:///folder/file.sqlite3 or postgresql://user@host/name."
        )
    return parsed.set(drivername=_DRIVERS[name])


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None on PostgreSQL."""
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _pool(kept: int) -> dict[str, int]:
    """So many connections are kept open; one more than transactions, for what tidies up after them."""
    return {"pool_size": kept, "max_overflow": _CONNECTIONS + 1 - kept}


def make_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """An engine that begins each transaction itself and waits up to 30 s for a lock.

    A `timeout` (SQLite, seconds) or `options` (PostgreSQL) in the URL's query takes precedence over the 30 s.
    """
    if sqlite_file(url) is None:
        options = {} if "options" in url.query else {"options": f"-c lock_timeout={LOCK_SECONDS:.0f}s"}
        return sa.create_engine(
            url, connect_args=options, pool_pre_ping=True, hide_parameters=True, **_pool(8)
        )
    timeout = {} if "timeout" in url.query else {"timeout": LOCK_SECONDS}
    # Few are kept open, as each keeps a copy of what it read, half a megabyte with the samples and up to two.
    engine = sa.create_engine(url, connect_args=timeout, hide_parameters=True, **_pool(3))

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late and loses updates
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only forgotten

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


class Database:
    """One database with its connections; threads may share it."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._engine = make_engine(url)
        self._writer = self._engine.execution_options(write=True)
        # several queries of one read see one state: a snapshot, as in SQLite's own read transactions
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self._engine if sqlite_file(url) else self._engine.execution_options(**snapshot)
        self._lock = threading.Lock()
        self._traffic = Traffic(_CONNECTIONS)
        self._counting = threading.Lock()
        self.writes = 0  # transactions that were committed, for whoever keeps what was read before
        self._leaves_traces = False  # whether something was removed that may still be read beside the file

    def close(self) -> None:
        """Waits up to 5 s for what is under way and closes all connections; nothing can be done afterwards.

        A SQLite database is then one file, unless another program has it open.
        """
        self._traffic.close(DRAIN_SECONDS)
        self._engine.dispose()
        file = sqlite_file(self.url)
        if file:
            with suppress(sqlite3.Error):  # nothing is lost where it stays in the file beside it
                _empty_wal(file)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout."""
        with self._traffic.passing(), translated(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is committed at the end of the block, and rolled back when it raises.

        On SQLite writers of this process queue here, which is fairer and faster than at the file.
        """
        with self._traffic.passing():
            file = sqlite_file(self.url)
            if not file:
                with translated(), self._writer.begin() as connection:
                    yield connection
                self._note_write()
                return
            if not self._lock.acquire(timeout=LOCK_SECONDS):
                raise busy()
            try:
                with translated(), self._writer.begin() as connection:
                    yield connection
                self._note_write()
                if self._leaves_traces:
                    self._leaves_traces = not _empties_wal(file, seconds=0.0)
            finally:
                self._lock.release()

    def _note_write(self) -> None:
        with self._counting:
            self.writes += 1

    @contextmanager
    def forget(self, *, everywhere: bool = False) -> Iterator[Connection]:
        """As `write`, and what the block removes can then be read in no file of the database any longer.

        As far as the medium allows: on SQLite the file beside the database is emptied, or with a later write
        where somebody reads just now; on PostgreSQL the tables of single votes and answers are written anew.
        With `everywhere` the whole database is written anew, which takes longer.
        """
        with self.write() as connection:
            yield connection
        file = sqlite_file(self.url)
        if not file:
            with suppress(SQLAlchemyError):  # it is only tidied up later then, by PostgreSQL itself
                _vacuum(self._engine, metadata.tables if everywhere else SINGLE)
            return
        with self._traffic.passing(), self._lock:
            if everywhere:
                with suppress(
                    sqlite3.Error
                ):  # what was deleted is overwritten already, as far as SQLite does
                    _write_anew(file)
            self._leaves_traces = not _empties_wal(file, seconds=_PATIENCE)


def _empties_wal(file: Path, *, seconds: float) -> bool:
    """Whether `_empty_wal` could be done: not where somebody reads, or writes in another process."""
    try:
        return _empty_wal(file, seconds)
    except sqlite3.Error:
        return False


def _empty_wal(file: Path, seconds: float = DRAIN_SECONDS) -> bool:
    """Writes what lies in the file beside a database into it, and empties that; whether nobody kept it.

    The last connection to close removes it.
    """
    address = f"{file.resolve().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=seconds)) as connection:
        return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def _write_anew(file: Path) -> None:
    """Builds a SQLite database anew from what is in it, so that no page has remains of anything else."""
    address = f"{file.resolve().as_uri()}?mode=rw"
    with closing(
        sqlite3.connect(address, uri=True, timeout=LOCK_SECONDS, isolation_level=None)
    ) as connection:
        connection.execute("VACUUM")


def _vacuum(engine: Engine, tables: Iterable[str]) -> None:
    """Writes these tables anew, and what is known of their content, each where nobody reads it just now."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"SET lock_timeout = '{_PATIENCE:.0f}s'")
        try:
            for table in tables:
                with suppress(SQLAlchemyError):
                    connection.exec_driver_sql(f'VACUUM (FULL, ANALYZE) "{table}"')
        finally:
            connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_SECONDS:.0f}s'")


def insert(connection: Connection, table: sa.Table, values: Mapping[str, object]) -> int:
    """Inserts a row and returns its id."""
    return int(connection.execute(sa.insert(table).returning(table.c.id), values).scalar_one())


def insert_if_absent(connection: Connection, table: sa.Table, values: Mapping[str, object]) -> bool:
    """Inserts a row unless one with the same key is there; whether it did."""
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    statement = dialect.insert(table).execution_options(**COUNTS_ROWS).on_conflict_do_nothing()
    return connection.execute(statement, values).rowcount == 1


def upsert(
    connection: Connection, table: sa.Table, rows: Sequence[Mapping[str, object]], *, kept: str | None = None
) -> None:
    """Inserts rows; one whose primary key is there replaces that row, except for a column `kept`."""
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    statement = dialect.insert(table)
    keys = table.primary_key.columns.keys()
    replaced = {c.name: statement.excluded[c.name] for c in table.c if c.name not in {*keys, kept}}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=replaced), rows)


@contextmanager
def translated() -> Iterator[None]:
    """Turns a database's errors into `StoreError`, with the original as its cause."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        if isinstance(error, StatementError) and isinstance(error.orig, ClfError):
            raise error.orig from None
        raise _store_error(error) from error
    except UnicodeDecodeError as error:  # a text that was damaged in the file
        raise StoreError(_IS_DAMAGED) from error


def _store_error(error: SQLAlchemyError | sqlite3.Error | OSError) -> StoreError:
    text = str(getattr(error, "orig", error)).lower()
    if isinstance(error, PoolTimeoutError) or any(words in text for words in _BUSY):
        return busy()
    if any(words in text for words in _DAMAGED):
        return StoreError(_IS_DAMAGED)
    if isinstance(error, OSError) or any(words in text for words in _UNWRITABLE):
        return StoreError(
            "The database's folder or file cannot be written. Allow writing there, or name another place."
        )
    if "is full" in text or "disk i/o" in text:
        return NoRoomError()
    if isinstance(error, sa.exc.OperationalError | sa.exc.InterfaceError):
        return StoreError(
            "The database does not answer, so nothing was saved. Check that it runs, then try again."
        )
    return StoreError("The database refused what it was given, so nothing was saved.")
