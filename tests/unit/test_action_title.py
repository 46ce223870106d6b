"""An indicator's text becomes the title of an action, as something to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clf_model import Perspective, load_framework, title_of

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
READ = (ROOT / "tests" / "data" / "action_titles.txt").read_text(encoding="utf-8").splitlines()
"""The titles of all indicators of the organisation, each read and found right by a person."""


def test_every_indicator_of_the_organisation_has_the_title_that_a_person_found_right() -> None:
    ours = [i for i in CLF.indicators if i.perspective is Perspective.ORGANISATION]
    assert len(ours) == 80
    assert [f"{i.id} {title_of(i)}" for i in ours] == READ


def test_a_title_keeps_the_texts_words_but_for_the_verbs() -> None:
    for indicator in CLF.indicators:
        if indicator.perspective is Perspective.WORKER:
            assert title_of(indicator) == f"Help workers {indicator.text.rstrip('.')}"
            continue
        said, to_do = indicator.text.rstrip(".").split(), title_of(indicator).split()
        kept = [word for word in to_do if word in said]
        assert len(kept) >= len(said) - 5, indicator.id


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("grows herbs and uses them.", "Grows herbs and uses them"),  # no verb that is known: as it is
        ("has a garden", "Has a garden"),
        ("isolates noise", "Isolates noise"),  # "is" within a word is none
        ("builds beds, quickly uses them and takes stock", "Build beds, quickly use them and take stock"),
        ("supports a team that plans and uses tools", "Support a team that plans and uses tools"),
        ("supports values and skills", "Support values and skills"),
        ("IS COMMITTED to it", "IS COMMITTED to it"),
    ],
)
def test_only_verbs_that_are_known_and_the_organisations_own_are_changed(text: str, title: str) -> None:
    assert title_of(replace(CLF.indicator("1.1.O1"), text=text)) == title
