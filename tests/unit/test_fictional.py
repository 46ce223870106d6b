"""Fictional services made by chance: the same for a seed, marked, and as different as a provider's are."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from clf_model import Judgement, load_framework, profile
from clf_model.fictional import NEWEST, fictional_services

ROOT = Path(__file__).parents[2]
FRAMEWORK = load_framework(ROOT / "framework.yaml")
FORTY = list(fictional_services(FRAMEWORK))


def test_a_seed_gives_the_same_services_each_time_and_another_seed_others() -> None:
    assert list(fictional_services(FRAMEWORK)) == FORTY
    assert list(fictional_services(FRAMEWORK, 39)) == FORTY[:39]
    assert list(fictional_services(FRAMEWORK, seed=19)) != FORTY


def test_forty_services_have_three_years_and_each_says_that_it_is_fictional() -> None:
    assert len({one.assessments[0].organisation for one in FORTY}) == len(FORTY) == 40
    every = [one for service in FORTY for one in service.assessments]
    assert len(every) == 114  # as sample_evidence/README.md says
    assert all(one.fictional for one in every)
    years = {one.assessed_on.year for one in every}
    assert years == {2024, 2025, 2026}
    assert max(one.assessed_on for one in every) <= NEWEST < date(2027, 1, 1)


def test_they_differ_in_what_a_page_of_many_services_has_to_tell() -> None:
    """Every stage, drafts, fewer assessments, two in a year, missing labels, n/a, and evidence or none."""
    profiles = [profile(FRAMEWORK, one.assessments[-1]) for one in FORTY]
    for place in range(len(FRAMEWORK.capabilities)):
        reached = Counter(one.capabilities[place].reached_index for one in profiles)
        assert set(reached) == set(range(len(FRAMEWORK.stages) + 1))
    assert 0 < sum(one.ends_in_draft for one in FORTY) < 20
    assert {len(one.assessments) for one in FORTY} == {1, 2, 3, 4}
    assert any("Region" not in one.labels for one in FORTY)
    assert all("Type" in one.labels for one in FORTY)
    records = [record for one in FORTY for _, record in one.assessments[-1]]
    assert {record.judgement for record in records} == set(Judgement)
    met = [record for record in records if record.judgement is Judgement.MET]
    assert 0 < sum(bool(record.evidence) for record in met) < len(met)


def test_any_framework_has_such_services() -> None:
    garden = load_framework(ROOT / "tests" / "data" / "garden.yaml")
    made = list(fictional_services(garden, 3, years=1))
    assert all(garden.has_indicator(id_) for one in made for id_, _ in one.assessments[0])
