"""Actions in assessment files: read and written whole, every problem on its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import (
    Action,
    ActionStatus,
    Assessment,
    CycleError,
    RecordError,
    UnknownIdError,
    assessment_schema,
    check_actions,
    dump_assessment,
    load_framework,
    parse_assessment,
)
from clf_model.actions.links import cycles

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
HEAD = "framework: clf\norganisation: Home\nassessed_on: 2026-03-12\njudgements: {}\n"

EXAMPLE = f"""\
{HEAD}actions:
  carers-forum:
    title: Quarterly forum with carers and people who use the service
    effort: 5
    covers:
      - 1.2.O1
      - 2.3.O3
      - 3.2.O4
    requires:
      - invitations
    owner: Morag
    due: 2026-09-30
    measure: Two forums held by then
    status: in_progress
  invitations:
    title: Ask the carers
  newsletter:
    title: Newsletter for families
    status: not_doing
    reason: Nobody reads it
    review_on: 2027-01-15
"""
HOME = Assessment("clf", "Home", date(2026, 3, 12))
ACTIONS = {
    "carers-forum": Action(
        "carers-forum",
        "Quarterly forum with carers and people who use the service",
        5.0,
        ("1.2.O1", "2.3.O3", "3.2.O4"),
        ("invitations",),
        "Morag",
        date(2026, 9, 30),
        "Two forums held by then",
        ActionStatus.IN_PROGRESS,
    ),
    "invitations": Action("invitations", "Ask the carers"),
    "newsletter": Action(
        "newsletter",
        "Newsletter for families",
        status=ActionStatus.NOT_DOING,
        reason="Nobody reads it",
        review_on=date(2027, 1, 15),
    ),
}


def problems_of(actions: str, head: str = HEAD) -> list[tuple[int, str, str]]:
    assessment, problems = parse_assessment(f"{head}actions:\n{actions}".encode(), "file.yaml", CLF)
    assert assessment is None
    return [(problem.line, problem.message, problem.remedy) for problem in problems]


def test_actions_are_read() -> None:
    assert parse_assessment(EXAMPLE.encode(), "file.yaml", CLF) == (replace(HOME, actions=ACTIONS), ())


def test_actions_are_written_as_they_are_read() -> None:
    named = f"framework: clf\nedition: organisational-capabilities\ndigest: {CLF.digest}\n"
    written = EXAMPLE.replace("framework: clf\n", named)
    assert dump_assessment(replace(HOME, actions=ACTIONS), CLF) == written


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("{}", "'a' has no 'title'.", "Add a line 'title: …'"),
        ("{title: ''}", "'title' is empty.", "Write it"),
        ("{title: T, effort: -1}", "'effort' is '-1', which is not a number of 0 or more.", "digits"),
        ("{title: T, effort: .inf}", "'effort' is '.inf', which is not a number of 0 or more.", "digits"),
        ("{title: T, effort: }", "'effort' is empty.", "in days or points"),
        ("{title: T, covers: 1.1.O1}", "'covers' is not a list.", "begins with '- '"),
        ("{title: T, covers: [1.1.01]}", "There is no indicator '1.1.01'.", "Did you mean '1.1.O1'?"),
        ("{title: T, covers: [1.1]}", "Entry 1 of 'covers' is '1.1' without quotes", "Put it in quotes"),
        ("{title: T, requires: [c]}", "There is no action 'c'.", "describe it under 'actions'"),
        ("{title: T, requires: [a]}", "The action 'a' requires itself.", "Delete this requirement."),
        ("{title: T, due: 2026-02-30}", "'due' is '2026-02-30'", "a day that exists"),
        ("{title: T, review_on: soon}", "'review_on' is 'soon'", "a day that exists"),
        ("{title: T, status: finished}", "'status' is 'finished', which is not one of planned,", "not_doing"),
        ("{title: T, status: not_doing}", "An action that is not done needs a reason.", "Add 'reason: …'"),
        ("{title: T, cost: 3}", "The key 'cost' is not known here.", "Known here: title, effort,"),
        ("later", "'a' is not a set of keys with values.", "Keys: title, effort,"),
    ],
)
def test_an_action_with_a_mistake_is_reported_with_its_line_and_remedy(
    written: str, message: str, remedy: str
) -> None:
    ((line, said, do),) = problems_of(f"  a: {written}\n  b: {{title: Other}}\n")
    assert line == 6
    assert said.startswith(message)
    assert remedy in do


def test_an_actions_id_is_a_short_word() -> None:
    ((line, said, _),) = problems_of("  carers' forum: {title: T}\n")
    assert (line, said.startswith("The action id is 'carers' forum', which is not an id of")) == (6, True)
    with pytest.raises(RecordError, match="is not an id of letters"):
        Action("carers' forum", "T")


def test_a_circle_of_requirements_is_named_on_the_line_where_it_starts() -> None:
    found = problems_of(
        "  a:\n    title: A\n    requires: [b, d]\n  b: {title: B, requires: [c]}\n"
        "  c: {title: C, requires: [a]}\n  d: {title: D}\n"
    )
    assert found == [
        (
            8,
            "Actions require each other in a circle: a → b → c → a.",
            "Take one of them out of what another requires.",
        )
    ]


def test_all_that_is_wrong_is_reported_together_even_for_another_framework() -> None:
    actions = (
        "  a: {title: A, effort: x, covers: [9.9.O9], requires: [a, e]}\n  b: {title: B, requires: [f]}\n"
    )
    assert [line for line, _, _ in problems_of(actions)] == [6, 6, 6, 6, 7]
    # Whose indicators those are is not known then.
    assert [line for line, _, _ in problems_of(actions, HEAD.replace("clf", "x"))] == [1, 6, 6, 6, 7]


def test_actions_that_do_not_go_together_are_neither_written_nor_accepted() -> None:
    forum = Action("forum", "Forum", requires=("letter",))
    letter = Action("letter", "Letter", requires=("forum",))
    for actions, error, words in (
        ({"forum": forum}, UnknownIdError, "There is no action 'letter'"),
        ({"forum": forum, "letter": letter}, CycleError, "forum → letter → forum"),
        ({"forum": Action("forum", "Forum", covers=("9.9.O9",))}, UnknownIdError, "no indicator '9.9.O9'"),
    ):
        with pytest.raises(error, match=words):
            check_actions(CLF, actions)
        with pytest.raises(error, match=words):
            dump_assessment(replace(HOME, actions=actions), CLF)
    check_actions(CLF, ACTIONS)


def test_a_long_chain_is_walked_and_a_long_circle_named_in_short() -> None:
    chain = {str(n): [str(n + 1)] for n in range(50_000)}
    assert list(cycles(chain)) == []
    (found,) = cycles(chain | {"50000": ["0"]})
    assert str(CycleError(found)).startswith(
        "Actions require each other in a circle: 0 → 1 → 2 → 3 → 4 → 5 → … → 0."
    )


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3)))
def test_there_is_a_circle_just_where_no_order_does_all(requires: dict[str, list[str]]) -> None:
    left = dict(requires)
    while ready := [id_ for id_, needed in left.items() if not set(needed) & left.keys()]:
        for id_ in ready:
            del left[id_]
    found = list(cycles(requires))
    assert bool(found) == bool(left)
    for cycle in found:
        assert cycle[0] == cycle[-1]
        assert all(after in requires[before] for before, after in pairwise(cycle))


def test_the_schema_of_a_framework_knows_what_an_action_can_cover() -> None:
    content = {
        "framework": "clf",
        "organisation": "Home",
        "assessed_on": "2026-03-12",
        "judgements": {},
        "actions": {"forum": {"title": "Forum", "covers": ["1.2.O1"]}},
    }
    validator = jsonschema.Draft202012Validator(assessment_schema(CLF))
    assert validator.is_valid(content)
    assert not validator.is_valid(content | {"actions": {"forum": {"title": "Forum", "covers": ["9.9.O9"]}}})
    assert not validator.is_valid(content | {"actions": {"forum": {"title": "F", "status": "not_doing"}}})
