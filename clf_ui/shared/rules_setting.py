"""The rules that count for every result: which they are, and putting others in force."""

from __future__ import annotations

import json
from dataclasses import asdict

from clf_model import Rules

from .. import state
from . import for_everyone
from .callbacks import told
from .loaders import rules_key, st_store


def are_own(rules: Rules) -> bool:
    """Whether these are other rules than the framework's."""
    return rules != Rules()


def shown() -> None:
    """Note that this tab shows the rules in force: its next change is made against them."""
    state.seen_settings.put(rules_key(), st_store().setting(rules_key()))


@told
def keep() -> None:
    """Put the rules chosen in the fields in force for everyone."""
    _keep(
        Rules(
            threshold=state.value(state.THRESHOLD) / 100,
            evidence_required=bool(state.value(state.EVIDENCE_REQUIRED)),
            perspectives=state.value(state.PERSPECTIVES),
        )
    )


@told
def back() -> None:
    """Put the framework's own rules in force again."""
    _keep(Rules())


def _keep(rules: Rules) -> None:
    for_everyone.change(rules_key(), json.dumps(asdict(rules)) if are_own(rules) else None)
