"""Simulated phones: what eight of them answer, when, and what that gives a room to talk about."""

from __future__ import annotations

import pytest
from hypothesis import given

from clf_model import Framework, Judgement, Perspective, load_assessment, load_framework, profile
from clf_model.voices import (
    PHONES,
    SimulatedVote,
    Tally,
    Vote,
    VoteCounts,
    agenda,
    arrivals,
    capability_to_show,
    simulated_votes,
)
from clf_ui.shared import config
from tests.unit.strategies import Situation, laws, situations

SAMPLES = sorted(config.samples_folder().glob("*.yaml"))
SEEDS = ("one", "two", "three", "four", "five")


@pytest.fixture(scope="module")
def clf() -> Framework:
    return load_framework(config.ROOT / "framework.yaml")


def _tallies(votes: tuple[SimulatedVote, ...], round: int = 1) -> dict[str, Tally]:
    ids = dict.fromkeys(one.indicator_id for one in votes)
    return {
        id_: Tally(id_, round, VoteCounts.counting(one.vote for one in votes if one.indicator_id == id_))
        for id_ in ids
    }


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_sample_gives_a_room_that_disagrees_on_what_decides_a_stage(
    clf: Framework, file: object, seed: str
) -> None:
    assessment = load_assessment(file, clf)  # type: ignore[arg-type]
    shown = capability_to_show(clf, assessment)
    asked = [
        i.id
        for i in shown.indicators
        if i.perspective is Perspective.ORGANISATION
        and assessment.judgement(i.id) is not Judgement.NOT_APPLICABLE
    ]
    first = _tallies(simulated_votes(clf, assessment, shown.id, asked, seed=seed))
    found = agenda(clf, assessment, first.values())
    assert found.agreed or not any(assessment.judgement(id_) is Judgement.MET for id_ in asked)
    top = found.discuss[0]
    assert top.decides is not None
    assert top.agreement is not None
    assert top.agreement < 0.25  # four say met, three not
    again = _tallies(
        simulated_votes(clf, assessment, shown.id, [top.indicator.id], round=2, seed=seed), round=2
    )[top.indicator.id]
    assert again.lean is Judgement.MET
    assert again.agreement is not None
    assert again.agreement > 0.8


def test_rowanbank_shows_a_stage_that_one_indicator_decides(clf: Framework) -> None:
    """Learning culture stands at Established, and of Accomplished 1.3.O3 alone is not met (sample's text)."""
    (file,) = [one for one in SAMPLES if one.stem == "rowanbank-care-home-2026-09"]
    assessment = load_assessment(file, clf)
    shown = capability_to_show(clf, assessment)
    assert shown.id == "learning-culture"
    result = profile(clf, assessment).capability(shown.id)
    assert [one.id for one in result.blockers] == ["1.3.O3"]


@laws
@given(situations())
def test_in_any_framework_every_phone_answers_everything_once_and_the_same_again(case: Situation) -> None:
    shown = capability_to_show(case.framework, case.assessment)
    asked = [i.id for i in shown.indicators]
    for round_ in (1, 2):
        votes = simulated_votes(case.framework, case.assessment, shown.id, asked, round=round_, seed="s")
        again = simulated_votes(case.framework, case.assessment, shown.id, asked, round=round_, seed="s")
        assert votes == again
        assert len(votes) == len({(one.phone, one.indicator_id) for one in votes}) == PHONES * len(asked)
        assert [one.after for one in votes] == sorted(one.after for one in votes)
        assert all(0 < one.after <= 12 for one in votes)
        for phone in range(PHONES):  # in the order in which they are asked
            assert [one.indicator_id for one in votes if one.phone == phone] == asked


def test_another_seed_gives_another_room(clf: Framework) -> None:
    assessment = load_assessment(SAMPLES[0], clf)
    shown = capability_to_show(clf, assessment)
    asked = [i.id for i in shown.indicators]
    rooms = [simulated_votes(clf, assessment, shown.id, asked, seed=seed) for seed in SEEDS]
    assert len(set(rooms)) == len(SEEDS)
    assert {one.vote for room in rooms for one in room} >= {Vote.MET, Vote.PARTLY, Vote.NOT_MET}


def test_all_phones_are_in_after_a_few_seconds() -> None:
    for seed in SEEDS:
        found = arrivals(seed)
        assert len(found) == PHONES
        assert sorted(found) == list(found)
        assert found[0] >= 0
        assert found[-1] <= 5
