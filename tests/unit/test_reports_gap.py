"""The say–do gap as series, grid and table: what is known, what is open, and why something is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from clf_model import Assessment, Judgement, Perspective, Record, load_framework
from clf_model.voices import (
    Answer,
    CapabilityGap,
    Response,
    Role,
    SayDoGap,
    Survey,
    SurveyResults,
    SurveyRules,
    Verdict,
    published,
    say_do_gap,
)
from clf_reports import (
    VERDICTS,
    Mode,
    behind_words,
    by_role,
    csv_text,
    gap_grid,
    gap_series,
    gap_table,
    gap_words,
    radar_alt,
    radar_chart,
    role_words,
    statement_words,
)
from tests.worded import worded

ROOT = Path(__file__).resolve().parents[2]
CLF = load_framework(ROOT / "framework.yaml")
GARDEN = load_framework(ROOT / "tests" / "data" / "garden.yaml")
WORKERS = [i.id for i in CLF.indicators if i.perspective is Perspective.WORKER]
FIRST = CLF.capabilities[0]


def _assessment(met: list[str]) -> Assessment:
    return Assessment("clf", "Birchbank", date(2026, 2, 1), records={i: Record(Judgement.MET) for i in met})


def _cell(stage: str, perspective: Perspective) -> list[str]:
    return [i.id for i in CLF.cell(FIRST.id, stage, perspective)]


def _results(agreeing: Mapping[str, int], people: int = 10) -> SurveyResults:
    """A closed survey in which so many of the people agree with each statement, and the others do not."""
    responses = [
        Response({i: Answer.AGREE if n < yes else Answer.DISAGREE for i, yes in agreeing.items()})
        for n in range(people)
    ]
    return published(Survey(responses, closed=True, asked=list(agreeing)), CLF)


def _gap(results: SurveyResults | None, met: list[str] | None = None) -> SayDoGap:
    return say_do_gap(CLF, _assessment(met or []), results)


def _first(gap: SayDoGap) -> CapabilityGap:
    return gap.capabilities[0]


ENGAGED = _cell("engaged", Perspective.WORKER)
CLAIM = _cell("engaged", Perspective.ORGANISATION)


def test_every_verdict_has_a_mark_of_its_own_and_words() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert len({mark for mark, _, _ in VERDICTS.values()}) == len(Verdict)
    assert len({word for _, word, _ in VERDICTS.values()}) == len(Verdict)


def test_the_series_are_what_is_claimed_and_what_is_experienced() -> None:
    # All of Engaged is claimed in the first capability; 8 of 10 agree with everything in every capability.
    series = gap_series(_gap(_results(dict.fromkeys(WORKERS, 8)), CLAIM))
    assert [(one.name, one.levels) for one in series] == [
        ("Claimed", (1, 0, 0, 0, 0, 0)),
        ("Experienced", (4, 4, 4, 4, 4, 4)),
    ]


def test_a_third_series_shows_what_is_still_open() -> None:
    # Engaged of one capability is known and everything else unknown: up to Exemplary is possible there.
    series = gap_series(_gap(_results(dict.fromkeys(ENGAGED, 8)), CLAIM))
    assert [one.name for one in series] == ["Claimed", "Experienced", "Possibly experienced"]
    assert (series[1].levels[0], series[2].levels[0]) == (1, 4)


def test_without_anything_known_only_the_claim_is_drawn() -> None:
    assert [one.name for one in gap_series(_gap(None, CLAIM))] == ["Claimed"]


def test_the_series_can_be_drawn_and_said() -> None:
    series = gap_series(_gap(_results(dict.fromkeys(WORKERS, 8)), CLAIM))
    assert radar_chart(CLF, series, Mode.DARK).to_dict()
    said = radar_alt(CLF, series)
    assert f"Claimed stages: {FIRST.short_name} Engaged" in said
    assert f"Experienced: {FIRST.short_name} Exemplary" in said


def test_a_framework_without_worker_statements_has_no_series_and_empty_tables() -> None:
    gap = say_do_gap(GARDEN, Assessment(GARDEN.id, "Allotments", date(2026, 2, 1)))
    assert gap_series(gap) == []
    assert gap_grid(gap).empty
    assert gap_table(gap, None).empty


@pytest.mark.parametrize(
    ("agreeing", "met", "word"),
    [
        (dict.fromkeys(WORKERS, 8), CLAIM, "−3"),  # claimed 1, experienced 4
        (dict.fromkeys(WORKERS, 5), CLAIM, "1"),  # claimed 1, experienced 0
        (dict.fromkeys(ENGAGED, 8), CLAIM, "−3 to 0"),  # experienced 1 to 4
        (dict.fromkeys(["2.1.W1"], 8), CLAIM, "Not known"),
    ],
)
def test_the_gap_is_a_number_a_range_or_not_known(
    agreeing: dict[str, int], met: list[str], word: str
) -> None:
    assert gap_words(_first(_gap(_results(agreeing), met))) == word


def test_the_grid_has_a_mark_and_a_word_for_every_stage() -> None:
    grid = gap_grid(_gap(_results(dict.fromkeys(WORKERS, 8)), CLAIM))
    assert list(grid.columns) == ["Capability", *(stage.name for stage in CLF.stages), "Gap"]
    assert list(grid.iloc[0]) == [FIRST.short_name, "● Both", *["◑ Experienced only"] * 3, "−3"]


def test_the_table_has_every_statement_once_with_its_share() -> None:
    results = _results(dict.fromkeys(WORKERS, 8))
    table = gap_table(_gap(results, CLAIM), results)
    assert list(table["Statement"]) == WORKERS
    assert set(table["Agree"]) == {"80 %"}
    assert set(table["Gap in stages"]) == {-3, -4}  # numbers, which a spreadsheet can add up
    assert set(table["Answered"]) == {10}
    assert csv_text(table).count("\n") == len(WORKERS) + 1


def test_four_people_leave_no_figure_in_the_table() -> None:
    results = _results(dict.fromkeys(WORKERS, 2), people=4)
    table = gap_table(_gap(results, CLAIM), results)
    assert set(table["Agree"]) == set(table["Answered"]) == set(table["By role"]) == {""}
    assert set(table["Withheld"]) == {"Withheld: fewer than 5 people answered."}
    assert set(table["Verdict"]) == {"Withheld"}


def test_a_statement_is_said_in_one_line() -> None:
    some = ENGAGED[0]
    cases = {
        8: "80 % of 10 agree: experienced.",
        5: "50 % of 10 agree: not experienced.",
        10: "90 % or more of 10 agree: experienced.",
        0: "10 % or less of 10 agree: not experienced.",
    }
    for agreeing, words in cases.items():
        results = _results({some: agreeing})
        assert statement_words(_first(_gap(results)).stages[0].statements[0], results) == words


def test_a_range_across_the_limit_says_why_nothing_follows_from_it() -> None:
    # Three of three agree; shown are two or three, and 75 % lies between them.
    people = [Response({ENGAGED[0]: Answer.AGREE})] * 3
    results = published(Survey(people, closed=True), CLF, SurveyRules(minimum=3))
    said = statement_words(_first(_gap(results)).stages[0].statements[0], results)
    assert said == "66 % or more of 3 agree: whether this is enough would show that all said the same."


def test_a_judgement_is_said_where_the_survey_shows_nothing() -> None:
    results = _results({ENGAGED[0]: 2}, people=4)
    gap = _gap(results, [ENGAGED[0]])
    said = statement_words(_first(gap).stages[0].statements[0], results)
    assert said == "Withheld: fewer than 5 people answered. Judged by the group: experienced."


def test_a_statement_that_does_not_apply_says_so() -> None:
    record = Record(Judgement.NOT_APPLICABLE, reason="One site")
    assessment = Assessment("clf", "Birchbank", date(2026, 2, 1), records={ENGAGED[0]: record})
    one = say_do_gap(CLF, assessment).capabilities[0].stages[0].statements[0]
    assert statement_words(one, None) == "Judged not to apply here."


def test_what_makes_a_stage_differ_is_named_by_side() -> None:
    claimed = _gap(_results({**dict.fromkeys(ENGAGED, 8), ENGAGED[1]: 3}), CLAIM)
    assert behind_words(_first(claimed).stages[0]) == worded(f"Not experienced: {ENGAGED[1]}.")
    experienced = _gap(_results(dict.fromkeys(ENGAGED, 8)), CLAIM[1:])
    words = behind_words(_first(experienced).stages[0])
    assert words == worded(f"Not claimed, as these do not count yet: {CLAIM[0]}.")
    assert behind_words(_first(_gap(None)).stages[0]) == ""


def test_roles_are_broken_down_in_words() -> None:
    people = [
        Response({ENGAGED[0]: Answer.AGREE if n % 5 < yes else Answer.DISAGREE}, role)
        for role, yes in ((Role.EMPLOYEE, 2), (None, 4))
        for n in range(5)
    ]
    results = published(Survey(people, closed=True), CLF)
    # 2 of 5 employees, 4 of 5 who named no role.
    assert by_role(results.statement(ENGAGED[0])) == "employee 40 % of 5; named no role 80 % of 5"
    assert role_words((Role.CARER, None)) == "carer or named no role"
