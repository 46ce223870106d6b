"""What somebody finds who has the database's files and tables: read as an attacker reads them.

The attacker knows every phone's token, as who has the phones does, and so the key that stands for it.
"""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from clf_model.assessment import Assessment
from clf_model.voices import Answer, Response, Role, Survey, Vote, published
from clf_store import Store
from clf_store.sql import tokens
from clf_store.sql.database import make_engine, parse_url
from tests.long import times
from tests.store.rooms import AT, FRAMEWORK, LATER, Room

pytestmark = [pytest.mark.endurance, pytest.mark.timeout(900)]

FIRST, LAST = date(2026, 3, 12), date(2026, 3, 20)
SINGLE = ("vote", "participant", "answer", "respondent")
WORKERS = ("a.W1", "a.W2", "a.W3", "b.W1", "b.W2", "b.W3")
CHOICES = random.Random(14)


def in_the_files(url: str) -> bytes:
    """All bytes of a SQLite database and the files beside it; of PostgreSQL those of what single people said.

    PostgreSQL's own log is not among them: docs/security.md says that it holds what was written.
    """
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))
    engine = make_engine(parse_url(url))
    named = "SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'i') AND (relname = :t OR oid IN "
    of_index = "(SELECT indexrelid FROM pg_index WHERE indrelid = cast(:t AS regclass)))"
    content = b""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        for table in SINGLE:
            for relation in connection.scalars(sa.text(named + of_index), {"t": table}).all():
                read = sa.text("SELECT pg_read_binary_file(pg_relation_filepath(cast(:r AS regclass)))")
                content += bytes(connection.scalar(read, {"r": relation}) or b"")
    engine.dispose()
    return content


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.exec_driver_sql(query)]
    engine.dispose()
    return found


def keys_of(room: Room) -> list[bytes]:
    """What stands for each phone in the database, in the order of joining."""
    return [tokens.digest("participant", room.id, token) for token in room.tokens]


def assert_no_order(url: str, keys: list[bytes]) -> None:
    """Neither the rows' places nor PostgreSQL's numbers of transactions have the order of joining."""
    content = in_the_files(url)
    places = [content.rfind(key) for key in keys]
    assert -1 not in places
    assert places not in (sorted(places), sorted(places, reverse=True))
    if not url.startswith("sqlite"):
        found = rows(url, "SELECT xmin::text, participant FROM participant ORDER BY ctid")
        assert len({row[0] for row in found}) == 1
        assert [row[1] for row in found] not in (keys, keys[::-1])


def test_after_a_reveal_no_single_vote_is_left_and_after_closing_nobody(store: Store, url: str) -> None:
    for _ in range(times(25, short=2)):
        room = Room(store, people=12)
        keys = keys_of(room)
        for round_ in (1, 2):
            if round_ == 1:
                room.judge()
            else:
                room.workshops.vote_again(room.id, room.boss, "a")
            for indicator in ("a.O1", "a.O2", "a.O3"):
                room.vote(indicator, CHOICES.choices(list(Vote), k=12), round=round_)
            room.reveal()
            assert rows(url, f"SELECT count(*) FROM vote WHERE workshop_id = {room.id}") == [(0,)]
            content = in_the_files(url)
            for key in keys:
                assert not re.search(re.escape(key) + rb"[\x00-\xff]{0,12}a\.O", content)
            assert_no_order(url, keys)
        room.workshops.close(room.id, room.boss, FRAMEWORK, who="ann", at=LATER)
        content = in_the_files(url)
        assert [key for key in keys if key in content] == []


def test_votes_of_a_round_that_is_still_hidden_outlive_the_reveal_of_another(store: Store) -> None:
    room = Room(store, people=6)
    room.judge("a")
    room.judge("b")
    room.vote("b.O1", [Vote.MET] * 4 + [Vote.PARTLY] * 2)
    room.vote("a.O1", [Vote.NOT_MET] * 6)
    room.workshops.set_role(room.id, room.tokens[0], Role.CARER)
    room.reveal("a")
    assert room.workshops.own_votes(room.id, room.tokens[5]) == {("b.O1", 1): Vote.PARTLY}
    assert [room.workshops.is_introduced(room.id, token) for token in room.tokens] == [True] + [False] * 5
    room.reveal("b")
    assert (room.phones("b.O1").met, room.phones("b.O1").partly) == (4, 2)


@pytest.mark.parametrize("ended", ["closed", "its last day is past", "imported"])
def test_of_a_survey_that_is_over_the_database_holds_what_is_shown_and_no_more(
    store: Store, url: str, ended: str
) -> None:
    surveys = store.surveys
    draft = store.add(Assessment("rooms", "Rowanbank", FIRST), FRAMEWORK, who="ann", at=AT)
    for size in (3, 4, *CHOICES.choices(range(5, 24), k=times(25, short=2))):
        given = [
            Response(
                {id_: CHOICES.choice(list(Answer)) for id_ in CHOICES.sample(WORKERS, CHOICES.randint(3, 6))},
                CHOICES.choices([Role.EMPLOYEE, Role.MANAGER, Role.CARER, None], [8, 3, 1, 2])[0],
            )
            for _ in range(size)
        ]
        days = {"opens_on": FIRST, "closes_on": LAST}
        if ended == "imported":
            opened = surveys.add_imported(
                draft, FRAMEWORK, given, title="Spring", at=AT, statements=WORKERS, **days
            )
            keys = []
        else:
            opened = surveys.open(draft, FRAMEWORK, WORKERS, title="Spring", at=AT, **days)
            keys = [answer(store, str(opened.link), response) for response in given]
            if ended == "closed":
                surveys.close(opened.survey_id, opened.owner, on=FIRST)
            else:
                assert surveys.close_over(on=LAST) == 0
                assert surveys.close_over(on=LAST + timedelta(1)) == 1
        assert published(surveys.results(opened.survey_id, on=LAST), FRAMEWORK) == published(
            Survey(given, closed=True, asked=WORKERS), FRAMEWORK
        )
        assert surveys.respondents(opened.survey_id) == size
        content = in_the_files(url)
        assert [key for key in keys if key in content] == []
        for table in ("answer", "respondent"):
            assert rows(url, f"SELECT count(*) FROM {table}") == [(0,)]
        groups = rows(url, f"SELECT respondents FROM survey_group WHERE survey_id = {opened.survey_id}")
        assert len(groups) == 1 or min(groups) >= (5,)
        said = f"SELECT answered, agreeing FROM survey_count WHERE survey_id = {opened.survey_id}"
        assert all(a >= 5 and 0 < b < a for a, b in rows(url, said))  # nobody is read off a group


def answer(store: Store, link: str, response: Response) -> bytes:
    """Answer a survey; the key that stands for the respondent."""
    place = store.surveys.begin(link, on=FIRST, role=response.role)
    for id_, one in response.answers.items():
        store.surveys.answer(place.survey_id, place.token, id_, one, on=FIRST)
    return tokens.digest("respondent", place.survey_id, place.token)


def test_what_is_deleted_is_overwritten_whatever_sqlite_was_built_with(url: str) -> None:
    if url.startswith("sqlite"):
        assert rows(url, "PRAGMA secure_delete") == [(1,)]


def test_a_backup_lets_nobody_into_a_survey_that_was_open(store: Store, url: str, tmp_path: Path) -> None:
    if not url.startswith("sqlite"):
        return
    draft = store.add(Assessment("rooms", "Rowanbank", FIRST), FRAMEWORK, who="ann", at=AT)
    opened = store.surveys.open(draft, FRAMEWORK, title="Spring", opens_on=FIRST, closes_on=LAST, at=AT)
    store.backup(tmp_path / "copy.sqlite3")
    assert str(opened.link).encode() not in (tmp_path / "copy.sqlite3").read_bytes()
    copy = Store.open(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    link = copy.surveys.link(opened.survey_id, opened.owner)
    assert copy.surveys.of_link(link).id == opened.survey_id
    copy.close()
