"""Pages with 10,000 services in the database beside few, and the Services page itself.

`python -m tests.bench --only services`. Measured is the server's part: a run of the page's script in a
new tab of a process that has run before, as AppTest runs it.
"""

from __future__ import annotations

import math
import os
import resource
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from clf_model import load_framework
from clf_store import Store
from clf_store.__main__ import main as make
from clf_store.samples import BROUGHT
from clf_ui import state
from clf_ui.shared import config
from tests.bench.figures import Figure, Value

FRAME = config.ROOT / "clf_ui" / "shell" / "frame.py"
FEW, SOME, MANY = 10, 100, 10_000
ROUNDS = 7
OTHER_PAGES = ("overview", "checklist", "evidence", "profile", "history", "what_if", "action_plan", "report")
FILTER_SECONDS, MEGABYTES = 0.3, 500
"""The goals for a filter on the Services page with 10,000, and for the process."""


def measure() -> Iterator[Figure | Value]:
    """The goals of the Services page, then each other page."""
    # AppTest has a mock where a browser has its cookies
    with tempfile.TemporaryDirectory() as folder, patch.object(state, "browser", lambda: "local"):
        urls = {number: database(Path(folder), number) for number in (FEW, SOME, 1_000, MANY)}
        yield from of_databases(urls)


def of_databases(urls: dict[int, str]) -> Iterator[Figure | Value]:
    """The same of databases that are there, by their numbers of services."""
    views = {number: first_views(url, "services") for number, url in urls.items() if number >= SOME}
    yield Figure(
        "Services page, first view with 10,000 services",
        2.0,
        "A run of its script in a new tab, after one that has read what is judged",
        "the same with 100 services",
        views[MANY],
        views[SOME],
    )
    medians = [statistics.median(views[number]) for number in sorted(views)]
    exponent = math.log(medians[-1] / medians[0]) / math.log(MANY / SOME)
    yield Value(
        "Services page, exponent of cost from 100 to 10,000",
        "stated",
        f"{exponent:.2f}",
        True,
        "The slope of the logarithms of the two medians; 1 would be proportional",
    )
    seconds = statistics.median(filters(urls[MANY]))
    yield Value(
        "Services page, a filter among 10,000",
        f"{FILTER_SECONDS * 1000:.0f} ms",
        f"{seconds * 1000:.0f} ms",
        seconds <= FILTER_SECONDS,
        "A rerun after another word in Find, the server's part",
    )
    for name in OTHER_PAGES:
        yield Figure(
            f"{name}, first view with 10,000 services",
            1.3,
            "A run of its script in a new tab",
            "the same with 10 services",
            first_views(urls[MANY], name),
            first_views(urls[FEW], name),
        )
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Value(
        "Process after all of these",
        f"{MEGABYTES} MB",
        f"{used:.0f} MB",
        used <= MEGABYTES,
        "Largest resident memory of the process that ran them",
    )


def database(folder: Path, services: int) -> str:
    """A new database with so many fictional services of two years, and without the samples."""
    url = f"sqlite:///{folder / f'{services}.sqlite3'}"
    with closing(Store.open(url)) as store:
        store.set_setting(BROUGHT, "yes")
        store.adopt_edition(load_framework(config.ROOT / "framework.yaml"))
    arguments = [
        "--services",
        str(services),
        "--years",
        "2",
        "--framework",
        str(config.ROOT / "framework.yaml"),
    ]
    if make(["fictional", *arguments, url]):
        raise SystemExit("The services could not be made.")
    return url


def first_views(url: str, name: str) -> tuple[float, ...]:
    """Seconds that the first run of a page takes in a new tab; the first one does not count."""
    os.environ["CLF_DATABASE_URL"] = url
    taken = []
    for _ in range(ROUNDS + 1):
        at = _at(name)
        began = perf_counter()
        at.run()
        taken.append(perf_counter() - began)
        if at.exception:
            raise SystemExit(f"{name}: {at.exception[0].message}")
    return tuple(taken[1:])


def filters(url: str) -> tuple[float, ...]:
    """Seconds of a run after another word was typed in Find."""
    os.environ["CLF_DATABASE_URL"] = url
    at = _at("services").run()
    taken = []
    for word in ("oak", "pine", "north", "care home 1", "hazel", "brae", "z"):
        field = at.text_input(key="find-service").set_value(word)
        began = perf_counter()
        field.run()
        taken.append(perf_counter() - began)
    return tuple(taken)


def _at(name: str) -> AppTest:
    """A tab that is about to show a page."""
    at = AppTest.from_file(FRAME, default_timeout=600)
    at.run()
    if name != "overview":
        at.switch_page(f"../../pages/{name}.py")
    at.query_params.clear()
    at.query_params["assessment"] = "1"  # the seed makes the same service first, however many follow
    return at
