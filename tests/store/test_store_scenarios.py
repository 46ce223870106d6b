"""Scenarios and settings are kept."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from clf_model.assessment import Judgement
from clf_model.errors import RecordError
from clf_model.planning.objective import Objective
from clf_store import NotFoundError, SavedScenario, Store, StoreError
from clf_store.sql.database import make_engine, parse_url

ALL = {"planning": "exemplary", "access": "exemplary"}
MORE = {"i2": Judgement.MET, "i6": Judgement.PARTLY}


def test_scenarios_come_back_in_the_order_they_were_saved(store: Store, draft: int, at: datetime) -> None:
    more = store.save_scenario(draft, "More", MORE, at=at)
    none = store.save_scenario(draft, "Nothing yet", {}, at=at)
    assert store.scenarios(draft) == (
        SavedScenario(more, draft, "More", MORE, at),
        SavedScenario(none, draft, "Nothing yet", {}, at),
    )


def test_a_scenario_changes_neither_judgements_nor_revision(store: Store, draft: int, at: datetime) -> None:
    before = store.load(draft)
    store.save_scenario(draft, "More", MORE, at=at)
    assert store.load(draft) == before


def test_a_final_assessment_may_have_scenarios(store: Store, draft: int, at: datetime) -> None:
    store.finalise(draft, who="ann", at=at)
    store.save_scenario(draft, "More", MORE, at=at)
    assert len(store.scenarios(draft)) == 1


def test_what_a_scenario_aims_at_comes_back_as_it_was_saved(store: Store, draft: int, at: datetime) -> None:
    saved = store.save_scenario(
        draft,
        "More",
        MORE,
        target={"planning": "established", "access": "exemplary"},
        budget=12.5,
        objective=Objective.WEAKEST_FIRST,
        priorities={"planning": 2, "access": 0},
        at=at,
    )
    wanted = SavedScenario(
        saved,
        draft,
        "More",
        MORE,
        at,
        {"planning": "established", "access": "exemplary"},
        12.5,
        Objective.WEAKEST_FIRST,
        {"planning": 2.0, "access": 0.0},
    )
    assert store.scenario(saved) == wanted
    assert store.scenarios(draft) == (wanted,)
    assert list(store.scenario(saved).changes) == ["i2", "i6"]


def test_a_scenario_aims_at_nothing_unless_it_says_so(store: Store, draft: int, at: datetime) -> None:
    found = store.scenario(store.save_scenario(draft, "More", MORE, at=at))
    aims = (found.target, found.budget, found.objective, found.priorities)
    assert aims == ({}, None, Objective.TOTAL, {})


def test_all_of_a_scenario_changes_in_one_go(store: Store, draft: int, at: datetime) -> None:
    seen = store.scenario(store.save_scenario(draft, "More", MORE, target=ALL, budget=3, at=at))
    wanted = replace(
        seen,
        name="Most",
        changes={"i2": Judgement.NOT_MET},
        target={"access": "engaged"},
        budget=None,
        objective=Objective.WEAKEST_FIRST,
        priorities={"access": 3.0},
    )
    assert store.update_scenario(seen, wanted) == wanted
    assert store.scenario(seen.id) == wanted
    assert store.update_scenario(seen, seen) == wanted


def test_two_tabs_on_one_scenario_keep_each_others_changes(store: Store, draft: int, at: datetime) -> None:
    """Both have seen the scenario as it was saved, and neither the other's change."""
    seen = store.scenario(store.save_scenario(draft, "More", MORE, target=ALL, budget=3, at=at))
    store.update_scenario(
        seen,
        replace(
            seen,
            name="Most",
            changes={"i2": Judgement.MET, "i9": Judgement.MET},
            target={"planning": "exemplary", "access": "engaged"},
            priorities={"planning": 2.0},
        ),
    )
    merged = store.update_scenario(
        seen,
        replace(
            seen,
            budget=7.5,
            changes={**MORE, "i8": Judgement.MET},
            target={"planning": "established", "access": "exemplary"},
            priorities={"access": 0.5},
        ),
    )
    assert merged == store.scenario(seen.id)
    assert (merged.name, merged.budget) == ("Most", 7.5)
    assert merged.changes == {"i2": Judgement.MET, "i9": Judgement.MET, "i8": Judgement.MET}
    assert merged.target == {"planning": "established", "access": "engaged"}
    assert merged.priorities == {"planning": 2.0, "access": 0.5}


def test_of_two_tabs_that_change_the_same_the_last_one_counts(store: Store, draft: int, at: datetime) -> None:
    seen = store.scenario(store.save_scenario(draft, "More", MORE, budget=3, at=at))
    for name, budget, judgement in (("A", 4.0, Judgement.PARTLY), ("B", None, Judgement.NOT_MET)):
        store.update_scenario(seen, replace(seen, name=name, budget=budget, changes={"i2": judgement}))
    last = store.scenario(seen.id)
    assert (last.name, last.budget, last.changes) == ("B", None, {"i2": Judgement.NOT_MET})


def test_threads_that_switch_their_own_indicators_lose_none(
    store: Store, url: str, draft: int, at: datetime
) -> None:
    second = Store.open(url)
    seen = store.scenario(store.save_scenario(draft, "More", {}, at=at))

    def switch(number: int) -> None:
        own = (store, second)[number % 2]
        own.update_scenario(seen, replace(seen, changes={f"i{number}": Judgement.MET}))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(switch, range(1, 25)))
    second.close()
    assert store.scenario(seen.id).changes == {f"i{number}": Judgement.MET for number in range(1, 25)}


@pytest.mark.parametrize(
    "aims",
    [
        {"budget": -1.0},
        {"budget": math.inf},
        {"budget": math.nan},
        {"priorities": {"access": -0.5}},
        {"priorities": {"access": math.nan}},
        {"priorities": {"": 1.0}},
        {"target": {"access": " "}},
        {"target": {"": "engaged"}},
    ],
)
def test_a_scenario_that_aims_at_nonsense_is_refused(
    store: Store, draft: int, at: datetime, aims: dict[str, Any]
) -> None:
    with pytest.raises(RecordError):
        store.save_scenario(draft, "More", MORE, at=at, **aims)
    assert store.scenarios(draft) == ()
    seen = store.scenario(store.save_scenario(draft, "More", MORE, at=at))
    with pytest.raises(RecordError):
        replace(seen, **aims)


@pytest.mark.parametrize(
    "damage",
    [
        "changes = 'i9'",
        "changes = '[]'",
        'changes = \'{"i9":"perhaps"}\'',
        "target = '{\"access\":7}'",
        "priorities = '{\"access\":-1}'",
        'priorities = \'{"access":"high"}\'',
    ],
)
def test_a_scenario_that_someone_damaged_is_reported(
    store: Store, url: str, draft: int, at: datetime, damage: str
) -> None:
    store.save_scenario(draft, "More", MORE, at=at)
    engine = make_engine(parse_url(url))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE scenario SET {damage}")
    engine.dispose()
    with pytest.raises(StoreError, match="a scenario that cannot be read"):
        store.scenarios(draft)


def test_a_deleted_scenario_is_gone_until_it_is_restored(store: Store, draft: int, at: datetime) -> None:
    saved = store.save_scenario(draft, "More", MORE, at=at)
    seen = store.scenario(saved)
    store.delete_scenario(saved)
    assert store.scenarios(draft) == ()
    with pytest.raises(NotFoundError, match="scenario"):
        store.update_scenario(seen, replace(seen, name="Most"))
    with pytest.raises(NotFoundError, match="scenario"):
        store.scenario(saved)
    store.restore_scenario(saved)
    assert [one.name for one in store.scenarios(draft)] == ["More"]


def test_a_scenario_needs_a_name_and_must_exist(store: Store, draft: int, at: datetime) -> None:
    with pytest.raises(StoreError, match="The name takes 1 to 200 characters"):
        store.save_scenario(draft, "", MORE, at=at)
    for unknown in (7, 2**70):
        with pytest.raises(NotFoundError):
            store.delete_scenario(unknown)
        with pytest.raises(NotFoundError):
            store.scenario(unknown)


def test_the_last_setting_counts(store: Store) -> None:
    assert store.setting("threshold") is None
    store.set_setting("threshold", "0.8")
    store.set_setting("threshold", "1")
    assert store.setting("threshold") == "1"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: store.set_setting("turn", str(number)), range(20)))
    assert store.setting("turn") in set(map(str, range(20)))
