"""A survey of one edition beside an assessment of another: only the same words are compared."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from clf_model.editions import edition_changes
from clf_model.framework import Capability, Framework, Indicator, Perspective, Stage
from clf_model.voices import (
    AgreeingShare,
    StatementFigure,
    StatementResult,
    SurveyResults,
    SurveyRules,
    Withheld,
)
from clf_model.voices.in_edition import results_in_edition

WORKER, ORGANISATION = Perspective.WORKER, Perspective.ORGANISATION


def edition(*indicators: tuple[str, str, Perspective]) -> Framework:
    stage = Stage("one", "One", "d")
    found = tuple(Indicator(id_, text, "a", "one", whose) for id_, text, whose in indicators)
    return Framework("f", "1", "F", "here", (stage,), (Capability("a", "A", "A", "says", found),))


def figure(answered: int) -> StatementFigure:
    return StatementFigure(answered, AgreeingShare(Fraction(1, 2), Fraction(1, 2)), False)


def test_statements_are_followed_by_their_words_and_what_has_none_is_left_out() -> None:
    old = edition(
        ("W1", "feel safe", WORKER),
        ("W2", "feel heard", WORKER),
        ("W3", "feel seen", WORKER),
        ("W4", "feel well", WORKER),
    )
    new = edition(
        ("O1", "feel well", ORGANISATION),
        ("W1", "feel safe.", WORKER),
        ("W2", "feel listened to", WORKER),
        ("W9", "feel seen", WORKER),
    )
    results = SurveyResults(
        SurveyRules(),
        12,
        None,
        (),
        {id_: StatementResult(id_, figure(n)) for id_, n in (("W1", 12), ("W2", 11), ("W3", 10), ("W4", 9))},
    )
    carried, left_out = results_in_edition(results, edition_changes(old, new))
    assert dict(carried.statements) == {
        "W1": StatementResult("W1", figure(12)),
        "W2": StatementResult("W2", withheld=Withheld.NOT_ASKED),
        "W9": StatementResult("W9", figure(10)),
    }
    assert [one.id for one in left_out] == ["W2", "W4"]
    assert carried.respondents == 12
    assert replace(carried, statements=results.statements) == results
