"""Scenarios and settings are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from clf_model.assessment import Judgement
from clf_store import NotFoundError, SavedScenario, Store, StoreError

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


def test_a_scenario_is_renamed_and_changed_each_on_its_own(store: Store, draft: int, at: datetime) -> None:
    saved = store.save_scenario(draft, "More", MORE, at=at)
    store.update_scenario(saved, name="Most")
    assert [(one.name, one.changes) for one in store.scenarios(draft)] == [("Most", MORE)]
    store.update_scenario(saved, changes={"i2": Judgement.NOT_MET})
    store.update_scenario(saved)
    assert [(one.name, one.changes) for one in store.scenarios(draft)] == [("Most", {"i2": "not_met"})]


def test_a_deleted_scenario_is_gone_until_it_is_restored(store: Store, draft: int, at: datetime) -> None:
    saved = store.save_scenario(draft, "More", MORE, at=at)
    store.delete_scenario(saved)
    assert store.scenarios(draft) == ()
    with pytest.raises(NotFoundError, match="scenario"):
        store.update_scenario(saved, name="Most")
    store.restore_scenario(saved)
    assert [one.name for one in store.scenarios(draft)] == ["More"]


def test_a_scenario_needs_a_name_and_must_exist(store: Store, draft: int, at: datetime) -> None:
    with pytest.raises(StoreError, match="The name takes 1 to 200 characters"):
        store.save_scenario(draft, "", MORE, at=at)
    for unknown in (7, 2**70):
        with pytest.raises(NotFoundError):
            store.delete_scenario(unknown)


def test_the_last_setting_counts(store: Store) -> None:
    assert store.setting("threshold") is None
    store.set_setting("threshold", "0.8")
    store.set_setting("threshold", "1")
    assert store.setting("threshold") == "1"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: store.set_setting("turn", str(number)), range(20)))
    assert store.setting("turn") in set(map(str, range(20)))
