"""Voices files: the samples hold what their README says, and a broken file is told line by line."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from clf_model import (
    DataError,
    Judgement,
    Role,
    SurveyRules,
    VoteCounts,
    Withheld,
    agenda,
    decided,
    load_assessment,
    load_framework,
    load_voices,
    parse_voices,
    published,
    say_do_gap,
)

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "sample_evidence"
FRAMEWORK = load_framework(ROOT / "framework.yaml")
ROWANBANK = "rowanbank-care-home-2026-09.yaml"

GOOD = """\
framework: clf
organisation: Rowanbank Care Home
survey:
  title: Autumn survey
  opened_on: 2026-09-01
  closed_on: 2026-09-14
  responses:
    - role: employee
      answers: { 1.1.W1: agree, 1.1.W2: dont_know }
    - answers: { 1.1.W1: disagree }
workshop:
  title: Morning
  held_on: 2026-09-17
  votes:
    1.1.O1:
      - phones: { met: 3, not_met: 1 }
        entered: { dont_know: 2 }
      - phones: { met: 4 }
  decisions:
    1.1.O1:
      judgement: met
      dissent: One was not sure
      evidence:
        - note: The board says so
          voice: document
"""


def problems(text: str) -> list[str]:
    voices, found = parse_voices(text.encode(), "v.yaml", FRAMEWORK)
    assert (voices is None) == bool(found)
    return [str(problem) for problem in found]


def test_a_file_gives_survey_votes_and_decisions() -> None:
    voices, found = parse_voices(GOOD.encode(), "v.yaml", FRAMEWORK)
    assert not found
    assert voices is not None
    assert voices.survey is not None
    assert voices.workshop is not None
    assert (voices.survey.survey.respondents, voices.survey.survey.closed) == (2, True)
    assert [response.role for response in voices.survey.responses] == [Role.EMPLOYEE, None]
    assert voices.workshop.held_on == date(2026, 9, 17)
    first, second = voices.workshop.tallies
    assert (first.round, first.counts) == (1, VoteCounts(met=3, not_met=1, dont_know=2))
    assert (second.round, second.counts) == (2, VoteCounts(met=4))
    (decision,) = voices.workshop.decisions
    assert (decision.judgement, decision.dissent) == (Judgement.MET, "One was not sure")
    assert decision.evidence[0].note == "The board says so"


def test_a_survey_without_a_day_of_closing_is_open() -> None:
    voices, _ = parse_voices(GOOD.replace("  closed_on: 2026-09-14\n", "").encode(), "v.yaml", FRAMEWORK)
    assert voices is not None
    assert voices.survey is not None
    assert not voices.survey.survey.closed


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("framework: clf", "framework: garden", "v.yaml:1: 'framework' is 'garden', which"),
        ("1.1.W1: agree,", "1.1.W1: agre,", "v.yaml:9: '1.1.W1' is 'agre', which is not one of"),
        ("{ 1.1.W1: disagree", "{ 1.1.O1: disagree", "v.yaml:10: There is no worker statement '1.1.O1'."),
        ("role: employee", "role: boss", "v.yaml:8: 'role' is 'boss', which is not one of"),
        ("met: 3,", "met: 2.5,", "v.yaml:16: 'met' is 2.5, which is not a number of people."),
        ("met: 3,", "met: 20000,", "v.yaml:16: 'met' is 20000, which is not a number of people."),
        ("met: 3,", "maybe: 3,", "v.yaml:16: The key 'maybe' is not known here."),
        ("O1:\n      - phones", "O9:\n      - phones", "v.yaml:15: There is no indicator '1.1.O9'."),
        ("closed_on: 2026-09-14", "closed_on: 2026-08-14", "v.yaml:6: The survey closes before it opens."),
        ("judgement: met", "judgement: not_applicable", "v.yaml:20: The decision is incomplete."),
        ("survey:\n", "survey:\n  asked: [1.1.W1]\n", "v.yaml:10: 1.1.W2 is not among"),
        ("held_on: 2026-09-17", "held_on: September", "v.yaml:13: 'held_on' is 'September', which"),
    ],
)
def test_a_problem_names_its_line(old: str, new: str, expected: str) -> None:
    assert old in GOOD
    (found,) = problems(GOOD.replace(old, new, 1))
    assert found.startswith(expected)


def test_a_file_needs_a_survey_or_a_workshop() -> None:
    (found,) = problems("framework: clf\norganisation: Rowanbank\n")
    assert found == "v.yaml:1: The file has neither a survey nor a workshop. Add 'survey:' or 'workshop:'."


def test_a_missing_or_broken_file_is_a_data_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such file"):
        load_voices(tmp_path / "none.yaml", FRAMEWORK)
    (tmp_path / "broken.yaml").write_text("framework: [", encoding="utf-8")
    with pytest.raises(DataError, match=r"broken\.yaml:1"):
        load_voices(tmp_path / "broken.yaml", FRAMEWORK)


def test_the_samples_are_fictional_and_belong_to_a_service_beside_them() -> None:
    files = sorted((SAMPLES / "voices").glob("*.yaml"))
    assert len(files) == 2
    for file in files:
        voices = load_voices(file, FRAMEWORK)
        assessment = load_assessment(SAMPLES / file.name, FRAMEWORK)
        assert voices.fictional
        assert (voices.organisation, voices.unit) == (assessment.organisation, assessment.unit)


def test_rowanbanks_survey_has_26_respondents_in_three_groups() -> None:
    voices = load_voices(SAMPLES / "voices" / ROWANBANK, FRAMEWORK)
    assert voices.survey is not None
    results = published(voices.survey.survey, FRAMEWORK)
    assert results.respondents == 26
    assert [(group.roles, group.respondents) for group in results.groups] == [
        ((Role.EMPLOYEE,), 14),
        ((Role.MANAGER,), 6),
        ((None,), 6),
    ]
    assert [id_ for id_, result in results.statements.items() if result.withheld] == ["5.4.W1"]
    assert sum(bool(result.groups) for result in results.statements.values()) == 32


def test_the_samples_gaps_are_as_the_readme_says() -> None:
    table = re.search(
        r"^\| gap of Rowanbank.*\n\| ---.*\n((?:\|.*\n)+)",
        (SAMPLES / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    assert table
    rows = [[cell.strip() for cell in line.strip("| \n").split("|")] for line in table[1].splitlines()]
    stated = {name: [int(cell) for cell in cells] for name, *cells in rows}
    voices = load_voices(SAMPLES / "voices" / ROWANBANK, FRAMEWORK)
    assert voices.survey is not None
    found = say_do_gap(
        FRAMEWORK,
        load_assessment(SAMPLES / ROWANBANK, FRAMEWORK),
        published(voices.survey.survey, FRAMEWORK),
    )
    assert stated == {
        "claimed": [gap.claimed_index for gap in found.capabilities],
        "experienced": [gap.experienced_index for gap in found.capabilities],
        "gap": [gap.gap for gap in found.capabilities],
    }


def test_four_responses_of_tarbrae_are_withheld() -> None:
    voices = load_voices(SAMPLES / "voices" / "tarbrae-befriending-2026-10.yaml", FRAMEWORK)
    assert voices.survey is not None
    assert len(voices.survey.responses) == 4
    results = published(voices.survey.survey, FRAMEWORK, SurveyRules())
    assert (results.withheld, results.respondents) == (Withheld.TOO_FEW, None)


def test_eleven_voted_at_rowanbank_and_disagreed() -> None:
    workshop = load_voices(SAMPLES / "voices" / ROWANBANK, FRAMEWORK).workshop
    assert workshop is not None
    assert {tally.counts.voted for tally in workshop.tallies} == {11}
    assessment = load_assessment(SAMPLES / ROWANBANK, FRAMEWORK)
    found = agenda(FRAMEWORK, assessment, workshop.tallies)
    assert [item.indicator.id for item in found.agreed] == ["2.1.O1", "2.4.O2"]
    # Three of Established decide it; beyond them 2.3.O2 divides the room most.
    first = [item.indicator.id for item in found.discuss[:4]]
    assert first == ["2.2.O2", "2.2.O1", "2.2.O4", "2.3.O2"]
    changes = decided(FRAMEWORK, assessment, workshop.decisions)
    assert all(record.judgement is assessment.judgement(id_) for id_, record in changes.items())
