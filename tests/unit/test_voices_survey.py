"""A worker survey: what is experienced, what is withheld and why, and that nothing else gets out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import (
    AgreeingShare,
    Answer,
    Response,
    Role,
    Survey,
    SurveyResults,
    SurveyRules,
    UnknownIdError,
    VoicesError,
    Withheld,
    published,
)
from tests.unit.strategies import build_framework, laws

FRAMEWORK = build_framework([[(1, 3)]])
ONE, TWO, THREE = "1.1.W1", "1.1.W2", "1.1.W3"
A, D, X = Answer.AGREE, Answer.DISAGREE, Answer.DONT_KNOW
LETTERS = {"a": A, "d": D, "x": X}


def people(letters: str, role: Role | None = None, statement: str = ONE) -> list[Response]:
    """One response per letter: agrees, disagrees, or does not know (x)."""
    return [Response({statement: LETTERS[letter]}, role) for letter in letters]


def results(responses: list[Response], *, closed: bool = True, **rules: float) -> SurveyResults:
    return published(Survey(responses, closed=closed), FRAMEWORK, SurveyRules(**rules))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("letters", "share", "experienced"),
    [
        ("a" * 15 + "d" * 5, Fraction(3, 4), True),  # exactly 75 %
        ("a" * 14 + "d" * 5, Fraction(14, 19), False),
        ("a" * 6 + "d" * 2 + "xxx", Fraction(3, 4), True),  # of those who answered
    ],
)
def test_a_statement_is_experienced_where_enough_of_those_who_answered_agree(
    letters: str, share: Fraction, experienced: bool
) -> None:
    figure = results(people(letters)).statement(ONE).figure
    assert figure is not None
    assert figure.share == AgreeingShare(share, share)
    assert figure.experienced is experienced
    assert figure.answered == len(letters.replace("x", ""))


def test_the_limit_is_compared_as_written_not_as_a_float() -> None:
    """0.7 as a float is below seven tenths, 0.1 + 0.2 above three; 7 of 10 is 70 %."""
    figure = results(people("a" * 7 + "d" * 3), experienced_from=0.7).statement(ONE).figure
    assert figure is not None
    assert figure.experienced


def test_both_points_of_agreement_agree_and_neither_counts_as_an_answer() -> None:
    responses = [Response({ONE: answer}) for answer in Answer]
    figure = results(responses).statement(ONE).figure
    assert figure is not None
    assert (figure.answered, figure.share.low) == (5, Fraction(2, 5))


@pytest.mark.parametrize("letters", ["aadd", "aaddxxxxxxxxx"])
def test_four_answers_show_nothing_not_even_how_many_did_not_know(letters: str) -> None:
    result = results(people(letters)).statement(ONE)
    assert (result.figure, result.withheld, dict(result.groups)) == (None, Withheld.TOO_FEW, {})


def test_four_respondents_show_nothing_at_all() -> None:
    found = results(people("aadd"))
    assert (found.respondents, found.withheld, found.groups) == (None, Withheld.TOO_FEW, ())
    assert found.why_withheld(Withheld.TOO_FEW) == "Withheld: fewer than 5 people answered."
    assert results(people("aad"), minimum=3).respondents == 3


def test_an_open_survey_shows_how_many_responded_and_nothing_else() -> None:
    """So there are no two tables of one survey that differ by the person who answered in between."""
    responses = people("a" * 9 + "d" * 9)
    survey = Survey(responses, closed=False)
    assert (survey.respondents, survey.closed) == (18, False)
    found = published(survey, FRAMEWORK)
    assert (found.respondents, found.withheld) == (None, Withheld.OPEN)
    assert {result.withheld for result in found.statements.values()} == {Withheld.OPEN}
    assert found == results([*responses, *people("d")], closed=False)


@pytest.mark.parametrize(
    ("letters", "text"),
    [
        ("aaaaa", "80 % or more"),
        ("aaaad", "80 % or more"),
        ("aaadd", "60 %"),
        ("aaddd", "40 %"),
        ("adddd", "20 % or less"),
        ("ddddd", "20 % or less"),
        ("a" * 21 + "d" * 5, "81 %"),
        ("a" * 26, "96 % or more"),
        ("a" * 9, "88 % or more"),  # 8 of 9 are 88.9 %
        ("d" * 9, "12 % or less"),  # 1 of 9 is 11.1 %
    ],
)
def test_nobody_is_read_off_a_unanimous_group(letters: str, text: str) -> None:
    figure = results(people(letters)).statement(ONE).figure
    assert figure is not None
    assert str(figure.share) == text


def test_what_would_show_unanimity_is_not_said_to_be_experienced_or_not() -> None:
    """With all needed, 'experienced' would say that all agree; with three people, 75 % needs all as well."""
    for letters in ("a" * 6, "a" * 5 + "d"):
        figure = results(people(letters), experienced_from=1).statement(ONE).figure
        assert figure is not None
        assert figure.experienced is None
    for letters in ("aaa", "aad"):
        figure = results(people(letters), minimum=3).statement(ONE).figure
        assert figure is not None
        assert figure.experienced is None
    unlike = results(people("aadd" * 2), experienced_from=1).statement(ONE).figure
    assert unlike is not None
    assert unlike.experienced is False


def test_roles_are_broken_down_where_group_and_remainder_have_enough() -> None:
    found = results([*people("aaaadd", Role.EMPLOYEE), *people("aaaddd", Role.MANAGER)])
    assert [(group.roles, group.respondents) for group in found.groups] == [
        ((Role.EMPLOYEE,), 6),
        ((Role.MANAGER,), 6),
    ]
    shares = {roles: figure.share.low for roles, figure in found.statement(ONE).groups.items()}
    assert shares == {(Role.EMPLOYEE,): Fraction(2, 3), (Role.MANAGER,): Fraction(1, 2)}


def test_with_too_few_in_the_remainder_there_is_no_breakdown() -> None:
    found = results([*people("aaaadd", Role.EMPLOYEE), *people("adad", Role.MANAGER)])
    assert (found.respondents, found.groups, dict(found.statement(ONE).groups)) == (10, (), {})


def test_a_second_role_is_hidden_where_one_could_be_subtracted() -> None:
    found = results(
        [
            *people("aaaaddd", Role.EMPLOYEE),
            *people("aaaddd", Role.MANAGER),
            *people("ad", Role.CARER),
        ]
    )
    assert [(group.roles, group.respondents) for group in found.groups] == [
        ((Role.EMPLOYEE,), 7),
        ((Role.MANAGER, Role.CARER), 8),
    ]


def test_small_roles_that_are_enough_together_hide_no_other() -> None:
    found = results(
        [*people("aaaaddd", Role.EMPLOYEE), *people("aad", Role.CARER), *people("ad", None)],
    )
    assert [group.roles for group in found.groups] == [(Role.EMPLOYEE,), (Role.CARER, None)]


@pytest.mark.parametrize("managers", ["aaaaaa", "dddddd", "aaddxx"])
def test_a_statement_is_broken_down_into_all_groups_or_none(managers: str) -> None:
    found = results([*people("aaaadd", Role.EMPLOYEE), *people(managers, Role.MANAGER)])
    assert len(found.groups) == 2
    assert found.statement(ONE).figure is not None
    assert not found.statement(ONE).groups


def test_what_was_not_asked_is_told_apart_and_what_nobody_answered_is_not() -> None:
    survey = Survey(people("aaaddd"), closed=True, asked=[ONE, TWO])
    found = published(survey, FRAMEWORK)
    assert [found.statement(id_).withheld for id_ in (ONE, TWO, THREE)] == [
        None,
        Withheld.TOO_FEW,
        Withheld.NOT_ASKED,
    ]


def test_who_answered_nothing_is_no_respondent() -> None:
    assert Survey([Response({}), Response({ONE: X})], closed=True).respondents == 1


def test_statements_of_another_framework_are_refused() -> None:
    for survey in (
        Survey([Response({"1.1.O1": A})], closed=True),
        Survey([], closed=True, asked=["9.9.W9"]),
    ):
        with pytest.raises(UnknownIdError):
            published(survey, FRAMEWORK)
    with pytest.raises(UnknownIdError):
        results(people("aaaaa")).statement("1.1.O1")


def test_the_minimum_is_never_below_three_and_a_limit_is_a_share() -> None:
    with pytest.raises(VoicesError, match="minimum of 3"):
        SurveyRules(minimum=2)
    for bad in (0.0, 1.1, float("nan")):
        with pytest.raises(VoicesError, match="share above 0"):
            SurveyRules(experienced_from=bad)


def test_neither_a_response_nor_a_survey_tells_its_answers_to_a_log() -> None:
    response = Response({ONE: Answer.DISAGREE_STRONGLY}, Role.CARER)
    survey = Survey([response] * 6, closed=True)
    for text in (repr(response), str(response), repr(survey), str(survey)):
        assert not any(word in text for word in ("disagree", "carer", ONE))
    public = [name for name in dir(survey) if not name.startswith("_")]
    assert public == ["closed", "from_counts", "respondents"]


answers = st.dictionaries(st.sampled_from([ONE, TWO, THREE]), st.sampled_from(Answer))
responses_drawn = st.lists(st.builds(Response, answers, st.none() | st.sampled_from(Role)), max_size=40)


@laws
@given(responses_drawn, responses_drawn, st.integers(3, 8))
def test_however_many_join_nothing_below_the_minimum_is_shown(
    some: list[Response], more: list[Response], minimum: int
) -> None:
    for responses in (some, some + more):
        found = results(responses, minimum=minimum)
        assert (found.respondents is None) == (sum(bool(r.answers) for r in responses) < minimum)
        assert all(group.respondents >= minimum for group in found.groups)
        for id_, result in found.statements.items():
            answered = sum(id_ in r.answers and r.answers[id_] is not X for r in responses)
            assert (result.figure is None) == (answered < minimum)
            assert (result.withheld is None) == (result.figure is not None)
            assert all(figure.answered >= minimum for figure in result.groups.values())


@laws
@given(responses_drawn)
def test_the_order_of_responses_changes_nothing(responses: list[Response]) -> None:
    assert results(responses) == results(responses[::-1])


@laws
@given(responses_drawn)
def test_groups_divide_the_respondents_and_their_answers(responses: list[Response]) -> None:
    found = results(responses)
    if found.groups:
        assert sum(group.respondents for group in found.groups) == found.respondents
    for result in found.statements.values():
        if result.groups:
            assert result.figure is not None
            assert set(result.groups) == {group.roles for group in found.groups}
            assert sum(figure.answered for figure in result.groups.values()) == result.figure.answered
            agreeing = sum(f.share.low * f.answered for f in result.groups.values())
            assert result.figure.share == AgreeingShare(*[agreeing / result.figure.answered] * 2)


@laws
@given(responses_drawn)
def test_a_higher_limit_never_makes_a_statement_experienced(responses: list[Response]) -> None:
    order = {False: 0, None: 1, True: 2}
    low, high = (results(responses, experienced_from=limit) for limit in (0.5, 0.8))
    for id_ in low.statements:
        lower, higher = low.statement(id_).figure, high.statement(id_).figure
        assert (lower is None) == (higher is None)
        if lower and higher:
            assert order[higher.experienced] <= order[lower.experienced]
