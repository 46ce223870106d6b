"""Cached loaders. Nothing authoritative lives in a cache: emptying it costs a query, never data.

Store and framework are kept for the whole process, outside of Streamlit's caches, which a browser may clear.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import streamlit as st

from clf_model import (
    Framework,
    Profile,
    Rules,
    load_framework,
    profile,
)
from clf_model.voices import Decision, Tally
from clf_store import By, Change, Demonstration, Event, Store, Stored, UnknownEditionError, Workshop

from .. import state
from ..access.cookies import Keys
from ..access.rights import guarded
from ..clock import earliest_day, now
from . import config
from .samples import bring_samples

_opening = threading.RLock()  # only one thread reads the framework and opens the database
_opened: list[Store] = []  # what is to be closed at the end
_PAGE_OF_LOG = 200  # steps
_MOST_KEPT = 256  # assessments
RULES, UNIT = "rules", "effort_unit"
"""The settings of those names; that of the rules once for each framework."""
_LONGEST_OPENING = 3.0  # seconds that the end waits for an opening under way
WELCOME_CLOSED = "welcome_closed"


def by(who: str) -> By:
    """Who takes a step now, for the log."""
    return By(who, now())


@cache
def _framework(file: Path) -> Framework:
    return load_framework(file)


def st_framework() -> Framework:
    """The framework in use. Raises `DataError` naming every problem of its file."""
    with _opening:
        return _framework(config.framework_file())


@cache
def _store(url: str) -> Store:
    store = Store.open(url)
    _opened.append(store)
    Keys.kept = store.signing_key(Keys.made)
    store.adopt_edition(st_framework())
    store.workshops.close_abandoned(at=now())
    store.demonstrations.end_at_start(at=now())
    store.surveys.close_over(on=earliest_day())
    bring_samples(store, st_framework(), at=now())
    return store


def st_store() -> Store:
    """The store, migrated, and filled with the samples where it is new. Raises `StoreError`.

    In room mode each call needs its right, as `access.rights` lists them, and raises `NotAllowedError`.
    """
    return guarded(opened_store())


def opened_store() -> Store:
    """The store itself, for what needs no right: how it is for everybody. Raises `StoreError`."""
    with _opening:
        return _store(config.database_url())


def close_stores() -> None:
    """End and keep what is under way, leave a SQLite database as one file, and save nothing afterwards."""
    has_turn = _opening.acquire(timeout=_LONGEST_OPENING)
    try:
        for store in _opened:
            store.close()
    finally:
        if has_turn:
            _opening.release()


def admit(is_right: bool, address: str | None) -> bool:
    """Count a try of the passphrase; whether it lets somebody in. Raises as `Store.admit` does."""
    return st_store().admit(is_right, address=address, at=now())


def forget_what_was_read() -> None:
    """Empty the caches of this process, as when what is in them was erased."""
    st.cache_data.clear()
    st.cache_resource.clear()
    _kept.clear()


@st.cache_data(ttl=60.0, show_spinner=False)
def _swept(url: str) -> None:
    st_store().demonstrations.end_abandoned(at=now())
    opened_store().surveys.close_over(on=earliest_day())


def sweep() -> None:
    """Remove demonstrations that nobody shows any longer, and single answers to surveys that are over.

    Looks once a minute, however many browsers ask.
    """
    _swept(config.database_url())


@cache
def _edition(url: str, digest: str) -> Framework:
    return _store(url).edition(digest)


def st_edition(digest: str | None) -> Framework:
    """The framework edition with this digest: of an assessment, survey or workshop.

    The one in use where nothing is named, as before editions were kept, and where its text is not kept.
    """
    current = st_framework()
    if digest is None or digest == current.digest:
        return current
    try:
        with _opening:
            return _edition(config.database_url(), digest)
    except UnknownEditionError:
        return current


_kept: OrderedDict[tuple[str, int], Stored] = OrderedDict()
_keeping = threading.Lock()


def st_stored(assessment_id: int) -> Stored:
    """An assessment as it is in this run, read again only when its revision has moved."""
    revision = _revision(assessment_id)
    place = config.database_url(), assessment_id
    found = _kept.get(place)
    if found is None or found.info.revision != revision:
        found = st_store().load(assessment_id)
        _keep(place, found)
    return found


def _keep(place: tuple[str, int], stored: Stored) -> None:
    with _keeping:
        _kept[place] = stored
        _kept.move_to_end(place)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)


def _revision(assessment_id: int) -> int:
    """How far an assessment has come, read with the settings that its pages need, once a run."""
    store, writes = st_store(), opened_store().writes

    def look() -> int:
        seen = store.glance(assessment_id, (rules_key(), UNIT))
        for key, text in seen.settings.items():
            state.note_for_run(("setting", key), text, writes=writes)
        return seen.revision

    return state.once_a_run(("revision", assessment_id), look, writes=writes)


def rules_key() -> str:
    """The key of the setting that holds the rules of this framework."""
    return f"{RULES}:{st_framework().id}"


def setting_in_force(key: str) -> str | None:
    """What the store keeps under the key of a setting, in this run."""
    store = st_store()
    return state.once_a_run(("setting", key), lambda: store.setting(key), writes=opened_store().writes)


def note_change(assessment_id: int, change: Change, at: datetime) -> None:
    """This process has changed records of an assessment: what it keeps of it follows, without reading."""
    place = config.database_url(), assessment_id
    found = _kept.get(place)
    after = found and found.after(change, at)
    if after:
        _keep(place, after)


@st.cache_resource(max_entries=256, show_spinner=False)
def _profile(
    _stored: Stored,
    _framework: Framework,
    digest: str,
    url: str,
    assessment_id: int,
    revision: int,
    rules: Rules,
) -> Profile:
    return profile(_framework, _stored.assessment, rules)


def st_profile(stored: Stored, rules: Rules) -> Profile:
    """The profile of a stored assessment under the rules."""
    info = stored.info
    framework = st_edition(info.framework_digest)
    return _profile(stored, framework, framework.digest, config.database_url(), info.id, info.revision, rules)


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop at one revision, with what may be shown of its votes and what was decided.

    `demonstration` is there where its phones are simulated.
    `steps` has the step of each decision: the later, the greater; the same for what was accepted together.
    """

    workshop: Workshop
    framework: Framework
    tallies: tuple[Tally, ...]
    decisions: tuple[Decision, ...]
    demonstration: Demonstration | None
    steps: Mapping[str, int]


@st.cache_resource(max_entries=64, show_spinner=False)
def _room(_store: Store, url: str, workshop_id: int, revision: int) -> Room:
    workshops = _store.workshops
    found = workshops.load(workshop_id)
    return Room(
        found,
        st_edition(found.framework_digest),
        workshops.tallies(workshop_id),
        workshops.decisions(workshop_id),
        _store.demonstrations.of_assessment(found.assessment_id),
        workshops.steps(workshop_id),
    )


def log_of(assessment_id: int) -> Iterator[Event]:
    """The whole log of an assessment, the newest step first, read only as far as it is asked for."""
    before = None
    while page := st_store().events(assessment_id, limit=_PAGE_OF_LOG, before=before):
        yield from page
        before = page[-1].id


def framework_of(assessment_id: int) -> Framework:
    """The framework edition of an assessment. Raises `NotFoundError`."""
    return st_edition(st_stored(assessment_id).info.framework_digest)


def st_room(workshop_id: int) -> Room:
    """A workshop as it is now, read again only when its facilitator has done something."""
    store = st_store()
    return _room(store, config.database_url(), workshop_id, store.workshops.revision(workshop_id))
