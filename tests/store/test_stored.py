"""A database of every version that ever was, full, comes up in this one with the same content."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from clf_store import Store
from clf_store.check import problems
from clf_store.sql import migrate
from clf_store.sql.database import make_engine, parse_url
from clf_store.sql.schema import metadata
from tests.store.stored import FOLDER

Rows = Mapping[str, list[dict[str, object]]]
# What columns that came later hold in rows from before; all others hold nothing.
SINCE = {
    ("assessment", "removed"): "[]",
    ("assessment", "texts"): "{}",
    ("decision", "step"): 0,
    ("participant", "introduced"): False,
    ("respondent", "shared"): False,
    ("scenario", "objective"): "total",
    ("scenario", "priorities"): "{}",
    ("scenario", "target"): "{}",
    ("survey", "shared"): 0,
}


def test_there_is_a_stored_database_of_every_version() -> None:
    """`tests/store/stored.py` says how one is made."""
    assert [file.stem for file in sorted(FOLDER.glob("*.json"))] == migrate.versions()


@pytest.mark.parametrize("version", migrate.versions())
def test_a_stored_database_comes_up_with_the_same_content(
    empty_url: str, tmp_path: Path, version: str
) -> None:
    stored = json.loads((FOLDER / f"{version}.json").read_text(encoding="utf-8"))
    put(empty_url, only_to(version, tmp_path / "then"), before := typed(stored))
    if empty_url.startswith("sqlite"):
        backup = Path(empty_url.removeprefix("sqlite:///")).with_name("backup.sqlite3")
        migrate.backup(Path(empty_url.removeprefix("sqlite:///")), backup)
        empty_url = f"sqlite:///{backup}"
    Store.open(empty_url).close()
    assert list(problems(empty_url)) == []
    assert content(empty_url) == expected(before)


def only_to(version: str, folder: Path) -> Path:
    """The migrations as they were when this version was the newest."""
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for later in migrate.versions()[migrate.versions().index(version) + 1 :]:
        next((folder / "versions").glob(f"r{later}_*.py")).unlink()
    return folder


def typed(stored: Rows) -> Rows:
    """Rows as they were written down, with values of their columns' types."""
    return {
        name: [{key: _value(metadata.tables[name].c[key], one) for key, one in row.items()} for row in rows]
        for name, rows in stored.items()
    }


def _value(column: sa.Column[object], stored: object) -> object:
    type_ = column.type
    kind = (type_.impl_instance if isinstance(type_, sa.TypeDecorator) else type_).python_type
    match stored:
        case str() if kind is datetime:
            return datetime.fromisoformat(stored).replace(tzinfo=UTC)
        case str() if kind is date:
            return date.fromisoformat(stored)
        case str() if kind is bytes:
            return bytes.fromhex(stored)
        case int() if kind is bool:
            return bool(stored)
    return stored


def put(url: str, migrations: Path, rows: Rows) -> None:
    """Make a database of an earlier version with these rows."""
    migrate.migrate(parse_url(url), migrations)
    engine = make_engine(parse_url(url))
    with engine.execution_options(write=True).begin() as connection:
        for table in metadata.sorted_tables:
            if found := rows.get(table.name):
                then = sa.table(table.name, *(sa.column(key, table.c[key].type) for key in found[0]))
                connection.execute(sa.insert(then), found)
                if engine.dialect.name == "postgresql" and "id" in found[0]:
                    largest = f"(SELECT max(id) FROM {table.name})"
                    sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
                    connection.exec_driver_sql(f"SELECT setval({sequence}, {largest})")
    engine.dispose()


def expected(before: Rows) -> dict[str, list[str]]:
    """These rows with what was added to them since."""
    finalised = {row["id"]: row["finalised_at"] for row in before["assessment"]}
    found: dict[str, list[str]] = {}
    for name, table in metadata.tables.items():
        rows = [
            {column.name: row.get(column.name, SINCE.get((name, column.name))) for column in table.c}
            for row in before.get(name, [])
        ]
        for row in rows if name == "final_plan" else ():
            row["finalised_at"] = row["finalised_at"] or finalised[row["assessment_id"]]
        found[name] = sorted(map(repr, rows))
    return found


def content(url: str) -> dict[str, list[str]]:
    """Every row of every table."""
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        found = {
            name: sorted(repr(dict(row)) for row in connection.execute(sa.select(table)).mappings())
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return found
