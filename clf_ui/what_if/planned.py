"""Cached results of planning: pure functions of assessment, framework, rules and scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from clf_model import (
    Aim,
    Assessment,
    Assurance,
    Frontier,
    Judgement,
    Outcome,
    Plan,
    Scenario,
    Turn,
    frontier,
    outcome,
    plan_for,
    turning_points,
)
from clf_store import SavedScenario

from ..shared import config
from ..shared.view import View

Key = tuple[Any, ...]


def aim_of(saved: SavedScenario) -> Aim:
    """What a scenario aims at."""
    return Aim(saved.target, saved.budget, saved.objective, saved.priorities)


def _of(view: View) -> Key:
    """What every result follows from."""
    info = view.info
    return (config.database_url(), info.id, info.revision, view.framework.digest, view.rules)


def _pairs(mapping: Mapping[str, Any]) -> Key:
    return tuple(sorted(mapping.items()))


def _aim_key(aim: Aim) -> Key:
    return (_pairs(aim.target), aim.budget, aim.objective, _pairs(aim.priorities))


@st.cache_resource(max_entries=256, show_spinner=False)
def _plan(_view: View, _scenario: Scenario, _aim: Aim, key: Key) -> Plan:
    weights = _aim.weights(_view.framework)
    return plan_for(_view.framework, _view.assessment, _scenario, rules=_view.rules, priorities=weights)


@st.cache_resource(max_entries=256, show_spinner=False)
def _best(_view: View, _aim: Aim, key: Key) -> Plan:
    return _aim.best(_view.framework, _view.assessment, _view.rules)


@st.cache_resource(max_entries=64, show_spinner=False)
def _frontier(_view: View, _aim: Aim, key: Key) -> Frontier:
    return frontier(
        _view.framework,
        _view.assessment,
        rules=_view.rules,
        priorities=_aim.weights(_view.framework),
        target=_aim.towards(_view.profile),
    )


@st.cache_resource(max_entries=256, show_spinner=False)
def _outcome(_view: View, _scenario: Scenario, key: Key) -> Outcome:
    return outcome(_view.framework, _view.assessment, _scenario, _view.rules)


def st_best(view: View, aim: Aim) -> Plan:
    """The best plan for an aim."""
    return _best(view, aim, (*_of(view), _aim_key(aim)))


def st_frontier(view: View, aim: Aim) -> Frontier:
    """Every best trade-off under an aim's priorities; where it has a target, on the way to it."""
    return _frontier(view, aim, (*_of(view), _pairs(aim.target), _pairs(aim.priorities)))


@dataclass(frozen=True, slots=True)
class Tried:
    """A scenario with a label that no other one has, what it would bring, and how it stands to its aim.

    `saved` is None for today's state. `best` and `verdict` are None where nothing is aimed at.
    """

    label: str
    saved: SavedScenario | None
    scenario: Scenario
    assessment: Assessment
    outcome: Outcome
    plan: Plan
    aim: Aim
    best: Plan | None
    verdict: Assurance | None

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The single judgements that would bring a stage after all that is tried."""
        return turning_points(self.assessment, self.outcome.after)


def st_tried(view: View, label: str, saved: SavedScenario | None) -> Tried:
    """A scenario tried on the assessment in view."""
    changes: Mapping[str, Judgement] = saved.changes if saved else {}
    scenario, aim = Scenario(label, changes), aim_of(saved) if saved else Aim()
    key = (*_of(view), _pairs(changes))
    plan = _plan(view, scenario, aim, (*key, _pairs(aim.priorities)))
    best = st_best(view, aim) if aim else None
    return Tried(
        label=label,
        saved=saved,
        scenario=scenario,
        assessment=scenario.applied_to(view.assessment),
        outcome=_outcome(view, scenario, key),
        plan=plan,
        aim=aim,
        best=best,
        verdict=aim.verdict(plan, best, view.unit) if best else None,
    )
