"""The sentences that say why, word for word."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from clf_model.explanation import deciding_blockers, stage_name, strengths, why
from clf_model.naming import NAMED
from clf_model.progression import CapabilityResult
from clf_model.rules import Perspectives, Rules
from clf_model.text import join
from tests.unit.strategies import Situation, laws, rules, situation, situations

BOTH = Rules(perspectives=Perspectives.BOTH)
EVIDENCE = Rules(evidence_required=True)


def missing(result: CapabilityResult) -> tuple[int, list[str]]:
    """How many more have to count for the next stage, and of which."""
    more = result.next.total(lambda counts: counts.missing) if result.next else 0
    return more, [indicator.id for indicator in deciding_blockers(result)]


def worded(sentence: str) -> str:
    """A sentence in which each code stands with its words; in these made-up frameworks all are the same."""
    return re.sub(r"\d\.\d\.[OW]\d", lambda found: f"{found[0]} “does it”", sentence)


def said(given_: Situation, rules: Rules | None = None) -> str:
    rules = rules or Rules()
    return why(given_.result(rules), given_.assessment, rules)


def said_of_strengths(given_: Situation, rules: Rules | None = None) -> str | None:
    rules = rules or Rules()
    return strengths(given_.result(rules), rules)


def test_the_sentence_of_the_domain_comes_out_word_for_word() -> None:
    assert said(situation("mmmmm mmmmm mp- --")) == (
        "Established, not Accomplished: "
        "1.3.O2 “does it” is partly in place and 1.3.O3 “does it” has not been discussed."
    )


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        ("m p", "Engaged, not Established: 1.2.O1 is partly in place."),
        ("m n", "Engaged, not Established: 1.2.O1 is not in place."),
        ("m -", "Engaged, not Established: 1.2.O1 has not been discussed."),
        ("m mpp", "Engaged, not Established: 1.2.O2 and 1.2.O3 are partly in place."),
        ("m nnn", "Engaged, not Established: 1.2.O1, 1.2.O2 and 1.2.O3 are not in place."),
        ("m ----", "Engaged, not Established: 1.2.O1, 1.2.O2, 1.2.O3 and 1 other have not been discussed."),
    ],
)
def test_one_state_is_told_of_one_and_of_several(letters: str, sentence: str) -> None:
    assert said(situation(letters)) == worded(sentence)


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        (
            "m np-",
            "Engaged, not Established: "
            "1.2.O1 is not in place, 1.2.O2 is partly in place and 1.2.O3 has not been discussed.",
        ),
        (
            "m p-p",
            "Engaged, not Established: "
            "1.2.O1 and 1.2.O3 are partly in place, and 1.2.O2 has not been discussed.",
        ),
        (
            "m npn-",
            "Engaged, not Established: 1.2.O1 and 1.2.O3 are not in place, 1.2.O2 is partly in place, "
            "and 1 other has not been discussed.",
        ),
    ],
)
def test_several_states_are_told_in_the_order_of_the_indicators(letters: str, sentence: str) -> None:
    assert said(situation(letters)) == worded(sentence)


def test_three_are_named_in_all_and_the_others_counted() -> None:
    assert NAMED == 3
    assert said(situation("-----")) == worded(
        "Not yet engaged: 1.1.O1, 1.1.O2, 1.1.O3 and 2 others have not been discussed."
    )
    assert said(situation("m nnnnnp")) == worded(
        "Engaged, not Established: "
        "1.2.O1, 1.2.O2, 1.2.O3 and 2 others are not in place, and 1 other is partly in place."
    )


def test_not_yet_engaged_is_not_told_twice() -> None:
    assert said(situation("mn mm")) == worded("Not yet engaged: 1.1.O2 is not in place.")


def test_the_last_stage_is_told_without_a_reason_to_go_on() -> None:
    assert said(situation("m m m m")) == "Exemplary, the last stage: every stage is addressed."
    assert said(situation("m")) == "Engaged, the last stage: every stage is addressed."


def test_a_stage_in_which_nothing_applies_is_told_so() -> None:
    assert said(situation("m aa m")) == (
        "Engaged, not Established: nothing in Established applies here, so nothing shows it."
    )
    assert said(situation("a m")) == "Not yet engaged: nothing in Engaged applies here, so nothing shows it."


def test_what_does_not_apply_is_not_mentioned() -> None:
    assert said(situation("m aap")) == worded("Engaged, not Established: 1.2.O3 is partly in place.")


def test_missing_evidence_is_told_where_it_is_required() -> None:
    assert said(situation("M Mm"), EVIDENCE) == worded(
        "Engaged, not Established: 1.2.O2 is met but has no evidence."
    )
    assert said(situation("M mm"), EVIDENCE) == worded(
        "Engaged, not Established: 1.2.O1 and 1.2.O2 are met but have no evidence."
    )
    assert said(situation("M mp"), EVIDENCE) == worded(
        "Engaged, not Established: 1.2.O1 is met but has no evidence and 1.2.O2 is partly in place."
    )


def test_below_a_threshold_of_one_it_is_told_how_many_count() -> None:
    assert said(situation("mmmmm mmmpn"), Rules(0.8)) == worded(
        "Engaged, not Established: 3 of the 4 needed count; "
        "1.2.O4 is partly in place and 1.2.O5 is not in place."
    )
    assert said(situation("pn-"), Rules(0.5)) == worded(
        "Not yet engaged: 0 of the 2 needed count; "
        "1.1.O1 is partly in place, 1.1.O2 is not in place and 1.1.O3 has not been discussed."
    )


def test_with_both_perspectives_worker_statements_are_named_after_the_organisations_indicators() -> None:
    assert said(situation("m mp", worker="m n"), BOTH) == worded(
        "Engaged, not Established: 1.2.O2 is partly in place and 1.2.W1 is not in place."
    )


def test_worker_statements_are_named_where_they_decide() -> None:
    rules = Rules(perspectives=Perspectives.WORKER)
    assert said(situation("n n", worker="m p"), rules) == worded(
        "Engaged, not Established: 1.2.W1 is partly in place."
    )


def test_with_both_a_surplus_of_one_perspective_does_not_hide_what_the_other_lacks() -> None:
    # The organisation has 4 where 4 are needed; workers have 1 where 2 are. What else the organisation
    # might do changes nothing.
    rules = Rules(0.8, perspectives=Perspectives.BOTH)
    given_ = situation("mmmmn", worker="mn")
    assert said(given_, rules) == worded("Not yet engaged: 5 of the 6 needed count; 1.1.W2 is not in place.")
    assert missing(given_.result(rules)) == (1, ["1.1.W2"])


def test_with_both_what_each_perspective_lacks_is_added_up() -> None:
    # Two of three and one of one are needed; one counts: one more of two, and the worker's statement.
    given_ = situation("mpn", worker="p")
    rules = Rules(0.6, perspectives=Perspectives.BOTH)
    assert missing(given_.result(rules)) == (2, ["1.1.O2", "1.1.O3", "1.1.W1"])


def test_with_both_it_is_not_said_that_nothing_applies_where_one_perspective_does() -> None:
    assert "nothing in Established applies" not in said(situation("m aa", worker="m m"), BOTH)


@pytest.mark.parametrize(
    ("organisation", "worker", "empty"), [("m a mm", "m p m", "organisation"), ("m p mm", "m a m", "worker")]
)
def test_with_both_a_perspective_in_which_nothing_applies_keeps_the_stage_away_whatever_else_is_judged(
    organisation: str, worker: str, empty: str
) -> None:
    given_ = situation(organisation, worker=worker)
    reason = f"no {empty} indicator of Established applies"
    assert said(given_, BOTH) == f"Engaged, not Established: {reason} here, so nothing shows it."
    assert (said_of_strengths(given_, BOTH) or "").endswith(f", but {reason}.")


def test_a_stage_name_stands_for_what_is_reached() -> None:
    assert stage_name(situation("m m p").result()) == "Established"
    assert stage_name(situation("p m p").result()) == "Not yet engaged"


# --- strengths ahead ---


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        ("m p mm", "All of Accomplished is met; one indicator of Established holds it back."),
        ("m pn mm", "All of Accomplished is met; 2 indicators of Established hold it back."),
        ("m p mmn", "2 of 3 of Accomplished is met; one indicator of Established holds it back."),
        (
            "m p mm mn",
            "All of Accomplished and 1 of 2 of Exemplary are met; "
            "one indicator of Established holds it back.",
        ),
        ("m p nn mm", "All of Exemplary is met; one indicator of Established holds it back."),
        ("m a mm", "All of Accomplished is met, but nothing in Established applies."),
        ("m p mma", "All of Accomplished is met; one indicator of Established holds it back."),
    ],
)
def test_work_beyond_the_next_stage_is_told(letters: str, sentence: str) -> None:
    assert said_of_strengths(situation(letters)) == sentence


def test_below_a_threshold_of_one_only_as_many_as_are_missing_hold_it_back() -> None:
    # Three of five are needed, one counts: two more, whichever they are.
    assert said_of_strengths(situation("m mnnnn mm"), Rules(0.6)) == (
        "All of Accomplished is met; 2 indicators of Established hold it back."
    )


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        (
            "M n Mm",
            "1 of 2 of Accomplished is met with evidence; one indicator of Established holds it back.",
        ),
        (
            "M n MM Mm",
            "All of Accomplished and 1 of 2 of Exemplary are met with evidence; "
            "one indicator of Established holds it back.",
        ),
        ("M a MM", "All of Accomplished is met with evidence, but nothing in Established applies."),
    ],
)
def test_where_evidence_is_required_the_work_ahead_is_said_to_have_it(letters: str, sentence: str) -> None:
    assert said_of_strengths(situation(letters), EVIDENCE) == sentence


@pytest.mark.parametrize("letters", ["m p pp", "m m", "m p", "- - -", "m pn -"])
def test_nothing_is_said_where_nothing_is_ahead(letters: str) -> None:
    assert said_of_strengths(situation(letters)) is None


def test_with_both_only_indicators_that_exist_hold_a_stage_back() -> None:
    # Nothing of the organisation's applies in Established; the only blocker is one worker statement.
    sentence = said_of_strengths(situation("m a mm", worker="m p m"), BOTH)
    assert sentence is not None
    assert "2 indicators" not in sentence


# --- what decides ---


@pytest.mark.parametrize(
    ("letters", "threshold", "more", "ids"),
    [
        ("m p", 1.0, 1, ["1.2.O1"]),
        ("m mpn", 1.0, 2, ["1.2.O2", "1.2.O3"]),
        ("m mpn--", 1.0, 4, ["1.2.O2", "1.2.O3", "1.2.O4", "1.2.O5"]),
        ("m maa p", 1.0, 1, ["1.3.O1"]),
        ("m aa", 1.0, 0, []),
        ("m mm", 1.0, 0, []),
        # Four of five are needed and three count: one more, whichever it is.
        ("mmmmm mmmpn", 0.8, 1, ["1.2.O4", "1.2.O5"]),
        # Three of five are needed and one counts.
        ("m mnnnn", 0.6, 2, ["1.2.O2", "1.2.O3", "1.2.O4", "1.2.O5"]),
        # Two of two are needed, as 0.6 of two is more than one.
        ("m pp", 0.6, 2, ["1.2.O1", "1.2.O2"]),
    ],
)
def test_the_blockers_that_decide_are_those_of_which_some_have_to_count(
    letters: str, threshold: float, more: int, ids: list[str]
) -> None:
    assert missing(situation(letters).result(Rules(threshold))) == (more, ids)


@laws
@given(situations(), rules)
def test_some_blockers_decide_just_where_a_stage_is_not_reached(given_: Situation, rules: Rules) -> None:
    for result in given_.profile(rules).capabilities:
        more, ids = missing(result)
        if result.next is None or result.next.reachable:
            assert bool(ids) == (result.next is not None)
        assert min(1, len(ids)) <= more <= len(ids)


# --- lists ---


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and d"),
    ],
)
def test_words_are_joined_as_an_english_list(parts: list[str], joined: str) -> None:
    assert join(parts) == joined


def test_the_last_link_of_a_list_can_be_another() -> None:
    assert join(["a", "b", "c"], last=", and ") == "a, b, and c"
    assert join(["a"], last=", and ") == "a"


# --- laws ---


@laws
@given(situations(), rules)
def test_every_result_has_one_sentence_that_opens_with_its_stage(given_: Situation, rules: Rules) -> None:
    for result in given_.profile(rules).capabilities:
        sentence = why(result, given_.assessment, rules)
        assert sentence.startswith(stage_name(result))
        assert sentence.endswith(".")
        assert not sentence.endswith("..")
        assert "  " not in sentence
        assert "None" not in sentence


def _lacking(result: CapabilityResult) -> set[str]:
    """Blockers of perspectives that have too few; none where a perspective has nothing that applies."""
    following = result.next
    if following is None or not all(counts.applicable for counts in following.counts.values()):
        return set()
    enough = {p for p, counts in following.counts.items() if counts.counting >= counts.needed}
    return {i.id for i in result.blockers if i.perspective not in enough}


@laws
@given(situations(), rules)
def test_no_indicator_but_a_blocker_is_named(given_: Situation, rules: Rules) -> None:
    for result in given_.profile(rules).capabilities:
        sentence = why(result, given_.assessment, rules)
        words = {word.strip(".,;:") for word in sentence.split()}
        named = {i.id for i in given_.framework.indicators if i.id in words}
        lacking = _lacking(result)
        assert named <= lacking
        if len(lacking) <= NAMED:
            assert named == lacking


@laws
@given(situations(), rules)
def test_strengths_are_told_just_where_there_are_some(given_: Situation, rules: Rules) -> None:
    for result in given_.profile(rules).capabilities:
        assert (strengths(result, rules) is not None) == bool(result.strengths_ahead)
