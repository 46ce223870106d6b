"""Many services at once: read as little as that takes, and again only what has changed since.

What is judged is kept by assessment and revision, as codes. Nothing here is authoritative.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import streamlit as st

from clf_model import Framework, Rules
from clf_model.editions import edition_changes
from clf_model.score import SideBySide, latest, side_by_side
from clf_store import Listed, Store

from . import config
from .assessment_names import service_name
from .in_force import read_rules
from .loaders import opened_store, rules_key, st_edition, st_framework, st_store

AHEAD = 500
"""More assessments than these are read ahead when the dashboard starts."""
_KEPT = 8  # ways to count, of which somebody looks at a few at a time
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Many:
    """Every assessment of the framework and every label, as they were at one moment.

    `state` are the store's numbers of that moment.
    """

    state: tuple[int, ...]
    listed: tuple[Listed, ...]
    labels: Mapping[int, Mapping[str, str]]

    def labels_of(self, one: Listed) -> Mapping[str, str]:
        """The labels of the service that an assessment is of."""
        return self.labels.get(one.service_id, _NOTHING)


@dataclass(frozen=True, slots=True)
class Standing:
    """The services that count, by name, and how they stand side by side, in the same order.

    Attributes:
        many: what they were taken from.
        found: of each service the assessment that counts.
        names: the services' names.
        services: where they stand.
        uncounted: how many services have none that counts.
        other_edition: how many of those counted were made with another edition of the framework.
    """

    many: Many
    found: tuple[Listed, ...]
    names: tuple[str, ...]
    services: SideBySide
    uncounted: int
    other_edition: int


@dataclass
class _Held:
    """What this process has read of one database for one edition."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    many: Many | None = None
    codes: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    standings: dict[tuple[object, ...], Standing] = field(default_factory=dict)


@st.cache_resource(max_entries=4, show_spinner=False)
def _held(url: str, digest: str) -> _Held:
    return _Held()


def all_services() -> Many:
    """Every assessment of the framework and every label, as they are now."""
    framework = st_framework()
    held = _held(config.database_url(), framework.digest)
    with held.lock:
        return _many(held, st_store(), framework)


def standing(on: date, rules: Rules, *, final: bool, store: Store | None = None) -> Standing:
    """How services stood on a day by the latest of their assessments; with `final` only final ones count."""
    framework = st_framework()
    held = _held(config.database_url(), framework.digest)
    store = store or st_store()
    with held.lock:
        many = _many(held, store, framework)
        key = (many.state, on, rules, final)
        found = held.standings.get(key)
        if found is None:
            found = _standing(held, many, store, framework, latest(many.listed, on, final=final), rules)
            while len(held.standings) >= _KEPT:
                held.standings.pop(next(iter(held.standings)))
            held.standings[key] = found
        return found


def read_ahead() -> None:
    """Read what is judged before anybody asks, where that is so much that a page would wait for it."""
    store, framework = opened_store(), st_framework()
    if store.how_many(framework.id) > AHEAD:
        rules = read_rules(store.setting(rules_key()))
        standing(date.max, rules, final=False, store=store)


def _many(held: _Held, store: Store, framework: Framework) -> Many:
    now = store.state_of_all(framework.id)
    if held.many is None or held.many.state != now:
        held.many = Many(now, store.listed(framework.id), store.labels())
        held.standings.clear()
        there = {one.id for one in held.many.listed}
        for gone in held.codes.keys() - there:
            del held.codes[gone]
    return held.many


def _standing(
    held: _Held,
    many: Many,
    store: Store,
    framework: Framework,
    counted: Mapping[int, Listed],
    rules: Rules,
) -> Standing:
    named = sorted(((service_name(one), one) for one in counted.values()), key=_by_name)
    found = tuple(one for _, one in named)
    _read(held, store, framework, found)
    rows = sum(1 for _ in framework.indicators)
    joined = b"".join(held.codes[one.id][1] for one in found)
    codes = np.ascontiguousarray(np.frombuffer(joined, np.uint8).reshape(len(found), rows).T)
    return Standing(
        many,
        found,
        tuple(name for name, _ in named),
        side_by_side(framework, codes, rules),
        len({one.service_id for one in many.listed}) - len(found),
        sum(one.framework_digest != framework.digest for one in found),
    )


def _by_name(named: tuple[str, Listed]) -> tuple[str, int]:
    return named[0].casefold(), named[1].service_id


def _read(held: _Held, store: Store, framework: Framework, found: Iterable[Listed]) -> None:
    """Read the codes of those that are not there at their revision."""
    missing = {
        one.id: one for one in found if one.id not in held.codes or held.codes[one.id][0] != one.revision
    }
    if not missing:
        return
    rows = {one.id: row for row, one in enumerate(framework.indicators)}
    empty = bytes(len(rows))
    for one in missing.values():
        held.codes[one.id] = one.revision, empty
    places: dict[tuple[str, tuple[str, ...]], list[int | None]] = {}
    for judged in store.judged(missing):
        one = missing[judged.assessment_id]
        key = one.framework_digest, judged.indicators
        if key not in places:
            here = _ids_here(framework, one.framework_digest)
            places[key] = [rows.get(here.get(id_, id_)) for id_ in judged.indicators]
        codes = bytearray(len(rows))
        for row, code in zip(places[key], judged.codes, strict=True):
            if row is not None:
                codes[row] = code
        held.codes[one.id] = one.revision, bytes(codes)


def _ids_here(framework: Framework, digest: str) -> Mapping[str, str]:
    """By its id in an edition, the id of the same text in the one in use; "" where that does not ask it."""
    other = st_edition(digest)
    if other.digest == framework.digest:
        return {}
    changes = edition_changes(other, framework)
    same = {there.id: here.id for there, here in (*changes.same, *changes.moved)}
    return {one.id: same.get(one.id, "") for one in other.indicators}
