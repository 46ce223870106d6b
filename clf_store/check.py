"""A long look at a database, for damage that a start does not notice as it takes too long to find."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from clf_model.assessment import NO_RECORD, Record
from clf_model.errors import ClfError

from .assessments import actions, editions, events, finalising, records, scenarios
from .assessments.tables import assessment, edition
from .errors import StoreError
from .sql.database import make_engine, parse_url, sqlite_file, translated
from .sql.migrate import VERSION_TABLE, versions
from .surveys import survey_rows
from .surveys.tables import survey
from .workshops import decisions, rounds, workshop_rows
from .workshops.tables import workshop

_MOST = 100  # problems that SQLite lists
_ALL = 2**31 - 1


def problems(url: str) -> Iterator[str]:
    """What is wrong with a database, a sentence each; nothing is written.

    All of it is read, and what each assessment holds is compared with what its log says that it became.
    Raises `StoreError` where it cannot be read at all.
    """
    parsed = parse_url(url)
    file = sqlite_file(parsed)
    if file and not file.is_file():
        raise StoreError(f"There is no file {file}. Name the database to check.")
    engine = make_engine(parsed)
    try:
        with translated(), closing(engine.connect()) as connection:
            if not sa.inspect(connection).has_table(VERSION_TABLE):
                raise StoreError("This is not a database of the dashboard. Name another one.")
            if file:
                yield from _of_the_file(connection)
            version = connection.scalar(sa.text(f"SELECT version_num FROM {VERSION_TABLE}"))
            if version == versions()[-1]:
                yield from _of_the_content(connection)
            else:
                yield f"It is of version {version}, not {versions()[-1]}. Start the dashboard with it once."
    finally:
        engine.dispose()


def _of_the_file(connection: Connection) -> Iterator[str]:
    for (found,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
        if found != "ok":
            yield f"The file is damaged: {found}."
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"A row of the table {row[0]} belongs to nothing."


def _of_the_content(connection: Connection) -> Iterator[str]:
    kinds = (
        ("framework edition", edition.c.digest, _read_edition),
        ("assessment", assessment.c.id, _read_assessment),
        ("workshop", workshop.c.id, _read_workshop),
        ("survey", survey.c.id, survey_rows.results),
    )
    for kind, key, read in kinds:
        for one in connection.scalars(sa.select(key).order_by(key)).all():
            try:
                read(connection, one)
            except (ClfError, ValueError, LookupError, TypeError) as error:
                yield f"The {kind} {one} cannot be read: {error}"


def _read_edition(connection: Connection, digest: str) -> None:
    editions.find(connection, digest)


def _read_assessment(connection: Connection, assessment_id: int) -> None:
    """All of one, deleted or not, with its log. Raises where that says otherwise than its records."""
    held = records.read(connection, assessment_id)
    actions.read(connection, assessment_id)
    scenarios.listed(connection, assessment_id)
    finalising.kept_plans(connection, assessment_id)
    said: dict[str, Record] = {}
    for one in reversed(events.page(connection, assessment_id, limit=_ALL, before=None)):
        said |= one.after
    for id_ in said.keys() | held.keys():
        if held.get(id_, NO_RECORD) != said.get(id_, NO_RECORD):
            raise ValueError(f"what it holds on {id_} is not what its log says")


def _read_workshop(connection: Connection, workshop_id: int) -> None:
    workshop_rows.load(connection, workshop_id)
    rounds.tallies(connection, workshop_id)
    decisions.decisions(connection, workshop_id)
