"""Cached loaders. Nothing authoritative lives in a cache: emptying it costs a query, never data.

Store and framework are kept for the whole process, outside of Streamlit's caches, which a browser may clear.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import streamlit as st

from clf_model import (
    Assessment,
    Framework,
    Perspectives,
    Profile,
    Rules,
    load_assessment,
    load_framework,
    profile,
)
from clf_model.voices import Decision, Tally
from clf_store import Store, Stored, Workshop

from . import settings

SAMPLES_LOADED = "samples"
RULES = "rules"
_opening = threading.RLock()  # only one thread reads the framework and opens the database
WELCOME_CLOSED = "welcome_closed"


def now() -> datetime:
    """The time of an action: the one place where the dashboard reads the clock."""
    return datetime.now(UTC)


@cache
def _framework(file: Path) -> Framework:
    return load_framework(file)


def st_framework() -> Framework:
    """The framework in use. Raises `DataError` naming every problem of its file."""
    with _opening:
        return _framework(settings.framework_file())


@cache
def _store(url: str) -> Store:
    store = Store.open(url)
    if store.setting(SAMPLES_LOADED) is None:
        load_samples(store, st_framework())
    return store


def st_store() -> Store:
    """The store, migrated, and filled with the samples where it is new. Raises `StoreError`."""
    with _opening:
        return _store(settings.database_url())


def load_samples(store: Store, framework: Framework) -> int:
    """Add the fictional services made with this framework; the number of assessments added."""
    samples = sample_assessments(framework)
    store.add_all(samples, framework, who="samples", at=now())
    store.set_setting(SAMPLES_LOADED, "yes")
    return len(samples)


def sample_assessments(framework: Framework) -> list[Assessment]:
    """The sample files of this framework, the most telling service first."""
    files = sorted(settings.samples_folder().glob("*.yaml"))
    return [
        load_assessment(file, framework)
        for file in files
        if re.search(
            rf"^framework: {re.escape(framework.id)}$", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]


@st.cache_resource(max_entries=256, show_spinner=False)
def _stored(_store: Store, url: str, assessment_id: int, revision: int) -> Stored:
    return _store.load(assessment_id)


def st_stored(assessment_id: int) -> Stored:
    """An assessment as it is now, read again only when its revision has moved."""
    store = st_store()
    return _stored(store, settings.database_url(), assessment_id, store.revision(assessment_id))


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
    framework, info = st_framework(), stored.info
    return _profile(
        stored, framework, framework.digest, settings.database_url(), info.id, info.revision, rules
    )


@dataclass(frozen=True, slots=True)
class Room:
    """A workshop at one revision, with what may be shown of its votes and what was decided."""

    workshop: Workshop
    tallies: tuple[Tally, ...]
    decisions: tuple[Decision, ...]


@st.cache_resource(max_entries=64, show_spinner=False)
def _room(_store: Store, url: str, workshop_id: int, revision: int) -> Room:
    workshops = _store.workshops
    return Room(workshops.load(workshop_id), workshops.tallies(workshop_id), workshops.decisions(workshop_id))


def st_room(workshop_id: int) -> Room:
    """A workshop as it is now, read again only when its facilitator has done something."""
    store = st_store()
    return _room(store, settings.database_url(), workshop_id, store.workshops.revision(workshop_id))


def _rules_key() -> str:
    return f"{RULES}:{st_framework().id}"


def rules_in_force() -> Rules:
    """The rules chosen in Settings for this framework; the defaults where nothing was chosen."""
    text = st_store().setting(_rules_key())
    if text is None:
        return Rules()
    kept = json.loads(text)
    return Rules(kept["threshold"], kept["evidence_required"], Perspectives(kept["perspectives"]))


def keep_rules(rules: Rules) -> None:
    """Put rules in force for every result of this framework in this database."""
    st_store().set_setting(_rules_key(), json.dumps(asdict(rules)))
