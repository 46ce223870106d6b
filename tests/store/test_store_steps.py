"""Settings that count for everyone, and the log of far-reaching steps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa

from clf_store import NotFoundError, SettingChangedError, Step, StepKind, Store, StoreError
from clf_store.sql.database import make_engine, parse_url

VALUES = (None, "all", "most", None, "some")


def test_each_change_of_a_setting_is_logged_with_who_when_before_and_after(
    store: Store, at: datetime
) -> None:
    for number, (seen, value) in enumerate(pairwise(VALUES)):
        done = store.change_setting(
            "share", value, seen=seen, who=f"ann {number}", at=at + timedelta(minutes=number)
        )
        assert done == store.last_change_of_setting("share") == store.steps()[0]
        assert store.setting("share") == value
    kept = [(one.who, one.at, one.kind, one.subject, one.before, one.after) for one in store.steps()]
    assert kept == [
        (f"ann {number}", at + timedelta(minutes=number), StepKind.SETTING, "share", seen, value)
        for number, (seen, value) in reversed(
            list(enumerate([(None, "all"), ("all", "most"), ("most", None), (None, "some")]))
        )
    ]
    first, second = store.steps(limit=2)
    assert store.steps(before=second.id)[0].after == "most"
    assert first.id > second.id


def test_a_setting_that_is_as_wished_is_no_step(store: Store, at: datetime) -> None:
    store.change_setting("share", "all", seen=None, who="ann", at=at)
    for seen in ("all", None, "most"):
        assert store.change_setting("share", "all", seen=seen, who="ben", at=at) is None
    assert len(store.steps()) == 1


@pytest.mark.parametrize(("stored", "seen"), [("most", "all"), ("most", None), (None, "all")])
@pytest.mark.parametrize("wanted", ["some", None])
def test_nobody_overwrites_a_setting_unseen(
    store: Store, at: datetime, stored: str | None, seen: str | None, wanted: str | None
) -> None:
    if stored is not None:
        store.change_setting("share", stored, seen=None, who="ann", at=at)
    before = store.steps()
    if wanted in (stored, seen):
        assert store.change_setting("share", wanted, seen=seen, who="ben", at=at) is None
    else:
        with pytest.raises(SettingChangedError, match="Somebody else has changed") as raised:
            store.change_setting("share", wanted, seen=seen, who="ben", at=at)
        assert raised.value.value == stored
    assert store.setting("share") == stored
    assert store.steps() == before


@pytest.mark.parametrize("seen", [None, "all"])
def test_of_many_who_change_what_they_saw_at_once_one_does(
    store: Store, at: datetime, seen: str | None
) -> None:
    if seen:
        store.change_setting("share", seen, seen=None, who="ann", at=at)
    before = len(store.steps())

    def change(number: int) -> Step | None:
        try:
            return store.change_setting("share", str(number), seen=seen, who=f"p{number}", at=at)
        except SettingChangedError:
            return None

    with ThreadPoolExecutor(8) as pool:
        done = [one for one in pool.map(change, range(16)) if one is not None]
    assert [one.after for one in done] == [store.setting("share")]
    assert len(store.steps()) == before + 1


def test_a_step_is_taken_back_by_anybody_and_brought_back(store: Store, at: datetime) -> None:
    first = store.change_setting("share", "most", seen=None, who="ann", at=at)
    assert first is not None
    undone = store.undo_setting(first.id, who="ben", at=at)
    assert undone is not None
    assert (undone.kind, undone.reverts, undone.before, undone.after) == (
        StepKind.SETTING_UNDONE,
        first.id,
        "most",
        None,
    )
    assert store.setting("share") is None
    store.undo_setting(undone.id, who="ann", at=at)
    assert store.setting("share") == "most"


def test_a_step_that_somebody_went_on_from_is_not_taken_back_under_them(store: Store, at: datetime) -> None:
    first = store.change_setting("share", "most", seen=None, who="ann", at=at)
    assert first is not None
    store.change_setting("share", "some", seen="most", who="ben", at=at)
    with pytest.raises(SettingChangedError):
        store.undo_setting(first.id, who="ann", at=at)
    assert store.setting("share") == "some"
    with pytest.raises(NotFoundError):
        store.undo_setting(99, who="ann", at=at)


def test_the_log_of_steps_can_only_grow(store: Store, url: str, at: datetime) -> None:
    store.change_setting("share", "most", seen=None, who="ann", at=at)
    before = store.steps()
    engine = make_engine(parse_url(url))
    for statement in ("UPDATE step SET who = 'ben'", "DELETE FROM step"):
        with (
            engine.connect() as connection,
            pytest.raises(sa.exc.DBAPIError, match="events are only ever added"),
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    assert store.steps() == before


def test_a_step_names_its_author(store: Store, at: datetime) -> None:
    with pytest.raises(StoreError, match="takes 1 to 200"):
        store.change_setting("share", "most", seen=None, who="", at=at)
    assert store.setting("share") is None
