"""The key that signs what browsers keep: one for a database, and nowhere else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from clf_store import Store


def test_all_who_open_a_database_have_one_key_after_every_start(store: Store, url: str) -> None:
    offered = [f"key {number}" for number in range(8)]
    with ThreadPoolExecutor(4) as threads:
        kept = set(threads.map(store.signing_key, offered))
    assert len(kept) == 1
    assert kept <= set(offered)
    again = Store.open(url)
    assert {again.signing_key("another")} == kept
    again.close()


def test_the_key_is_no_setting_that_can_be_read_and_in_no_backup(
    store: Store, dialect: str, tmp_path: Path
) -> None:
    key = store.signing_key("4gZ9kQ7wTf2LxM0n")
    assert store.setting("signing_key") is None
    assert store.steps() == ()
    if dialect == "sqlite":
        copy = tmp_path / "copy.sqlite3"
        store.backup(copy)
        assert key.encode() not in copy.read_bytes()
        restored = Store.open(f"sqlite:///{copy}")
        assert restored.signing_key("its own") == "its own"
        restored.close()
