"""One set of samples: when two processes start at once, one is killed, or two people reset at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from clf_model import load_framework
from clf_store import Store
from clf_store.sql.database import make_engine, parse_url
from clf_ui.shared.samples import bring_samples, put_samples_back
from tests.long import times
from tests.store.conftest import NewUrl

pytestmark = [pytest.mark.endurance, pytest.mark.timeout(900)]

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = load_framework(ROOT / "framework.yaml")
DELIVERED = [
    file.stem
    for file in (ROOT / "sample_evidence").glob("*.yaml")
    if "\nframework: clf\n" in "\n" + file.read_text(encoding="utf-8")
]
WITH_SURVEY = [name for name in DELIVERED if (ROOT / "sample_evidence/voices" / f"{name}.yaml").exists()]
START = """
import sys
from clf_ui.shared import loaders
print("ready", flush=True)
sys.stdin.readline()
loaders.st_store()
print("open", flush=True)
"""


def process(url: str) -> subprocess.Popen[str]:
    """A start of the dashboard, ready to open the database."""
    started = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", START],
        cwd=ROOT,
        env={**os.environ, "CLF_DATABASE_URL": url},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    return started


def go(*started: subprocess.Popen[str]) -> None:
    """Let these open the database, all at once."""
    for one in started:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()


def assert_one_set(url: str) -> None:
    """Each sample is there once, with its survey where it has one."""
    engine = make_engine(parse_url(url))
    with engine.connect() as connection:
        services = connection.exec_driver_sql(
            "SELECT service_id, assessed_on, title, count(*) FROM assessment GROUP BY 1, 2, 3"
        ).all()
        surveys = connection.scalar(sa.text("SELECT count(*) FROM survey"))
    engine.dispose()
    assert Counter(row[-1] for row in services) == {1: len(DELIVERED)}
    assert surveys == len(WITH_SURVEY)


def test_two_processes_that_start_at_once_bring_one_set(new_url: NewUrl) -> None:
    for _ in range(times(20, short=1)):
        url = new_url()
        pair = [process(url), process(url)]
        go(*pair)
        assert [one.communicate(timeout=60)[0] for one in pair] == ["open\n"] * 2
        assert_one_set(url)


def test_a_first_start_that_is_killed_leaves_one_set_to_the_next(new_url: NewUrl) -> None:
    dice = random.Random(14)
    for _ in range(times(20, short=2)):
        url = new_url()
        first = process(url)
        go(first)
        try:
            first.wait(dice.uniform(0.05, 1.2))
        except subprocess.TimeoutExpired:
            first.kill()
        first.communicate()
        second = process(url)
        go(second)
        assert second.communicate(timeout=60)[0] == "open\n"
        assert_one_set(url)


def test_people_who_reset_at_once_leave_one_set(url: str, at: datetime) -> None:
    with closing(Store.open(url)) as one, closing(Store.open(url)) as other, ThreadPoolExecutor(4) as pool:
        assert bring_samples(one, FRAMEWORK, at=at) == len(DELIVERED)
        assert bring_samples(other, FRAMEWORK, at=at) == 0
        for _ in range(times(20, short=2)):
            stores = (one, other, one, other)
            added = pool.map(lambda store: put_samples_back(store, FRAMEWORK, who="ann", at=at), stores)
            assert list(added) == [len(DELIVERED)] * 4
            assert_one_set(url)
