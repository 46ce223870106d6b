"""Every rule of progression on cases small enough to calculate by hand.

How a situation is written with letters is told in `strategies`.
"""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path

import pytest

from clf_model.assessment import Judgement, Record
from clf_model.errors import MismatchError, RulesError, UnknownIdError
from clf_model.files.framework import load_framework
from clf_model.framework import Indicator, Perspective
from clf_model.progression import profile
from clf_model.rules import Perspectives, Rules, whole_cells
from tests.unit.strategies import NOTE, RECORDS, assess, build_framework, situation

HALF = Fraction(1, 2)
EVIDENCE = Rules(evidence_required=True)
WORKER = Rules(perspectives=Perspectives.WORKER)
BOTH = Rules(perspectives=Perspectives.BOTH)


def ids(indicators: tuple[Indicator, ...]) -> list[str]:
    return [indicator.id for indicator in indicators]


# --- how many are needed ---


@pytest.mark.parametrize(
    ("threshold", "applicable", "needed"),
    [
        (1, 5, 5),
        (1.0, 1, 1),
        (0.8, 5, 4),  # exactly 4; the float 0.8 is a little above four fifths, and would give 5
        (0.8, 4, 4),  # 3.2
        (0.7, 10, 7),
        (0.7, 3, 3),  # 2.1
        (0.55, 20, 11),  # as floats 11.000000000000002
        (0.55, 100, 55),
        (0.07, 100, 7),  # as floats 7.000000000000001
        (0.28, 25, 7),  # as floats 7.000000000000001
        (0.29, 100, 29),
        (0.6, 5, 3),
        (0.5, 5, 3),  # 2.5
        (0.5, 4, 2),
        (1 / 3, 3, 1),
        (1 / 3, 4, 2),  # 1.33
        (2 / 3, 3, 2),
        (2 / 3, 4, 3),  # 2.67
        (0.01, 5, 1),  # 0.05
        (1e-300, 5, 1),
        (0.5, 0, 1),  # at least one, even where nothing applies
    ],
)
def test_the_number_needed_is_the_exact_ceiling_and_at_least_one(
    threshold: float, applicable: int, needed: int
) -> None:
    assert Rules(threshold).needed(applicable) == needed


@pytest.mark.parametrize("threshold", [0, -0.5, 1.0000001, 2, 80, math.nan, math.inf, -math.inf])
def test_a_threshold_lies_above_zero_and_up_to_one(threshold: float) -> None:
    with pytest.raises(RulesError, match="Give a number above 0 and up to 1"):
        Rules(threshold)


@pytest.mark.parametrize(
    ("cell", "threshold", "addressed"),
    [
        ("mmmmn", 0.8, True),
        ("mmmnn", 0.8, False),
        ("mmmmmmmnnn", 0.7, True),
        ("mmmmmmnnnn", 0.7, False),
        ("mpp", 1 / 3, True),
        ("mppp", 1 / 3, False),
        ("mmpp", 0.5, True),
        ("mmppp", 0.5, False),
        ("pp", 0.01, False),  # one must be met however low the threshold
        ("mmmma", 1, True),  # four of four
        ("mmmna", 0.8, False),  # four apply: 3.2 are needed, so four
        ("mmmmna", 0.8, True),  # five apply, four are needed
    ],
)
def test_a_stage_is_addressed_from_the_number_needed(cell: str, threshold: float, addressed: bool) -> None:
    result = situation(cell).result(Rules(threshold))
    assert result.stages[0].addressed is addressed
    assert result.reached_index == int(addressed)


def test_the_counts_of_a_stage_tell_every_judgement() -> None:
    result = situation("mMMpnna-").result(Rules(0.8))
    counts = result.stages[0].counts[Perspective.ORGANISATION]
    assert (counts.met, counts.partly, counts.not_met) == (3, 1, 2)
    assert (counts.not_applicable, counts.unanswered) == (1, 1)
    assert (counts.applicable, counts.evidenced, counts.counting) == (7, 2, 3)
    assert counts.needed == 6  # 5.6


# --- reached ---


@pytest.mark.parametrize(
    ("organisation", "reached"),
    [
        ("- - - -", 0),
        ("pp nn - -", 0),
        ("m- mm mm mm", 0),
        ("mm - mm mm", 1),
        ("mm mp mm mm", 1),
        ("mm mm mn m", 2),
        ("mm mm mm p", 3),
        ("mm mm mm mm", 4),
        ("m", 1),
        ("n", 0),
        ("m m m m m", 5),
    ],
)
def test_the_stage_reached_is_the_last_one_before_a_gap(organisation: str, reached: int) -> None:
    assert situation(organisation).result().reached_index == reached


def test_a_gap_in_established_holds_back_a_met_accomplished() -> None:
    result = situation("mm mn mmm m").result()
    assert [stage.addressed for stage in result.stages] == [True, False, True, True]
    assert result.reached is not None
    assert result.reached.name == "Engaged"
    assert result.next is not None
    assert result.next.stage.name == "Established"


def test_nothing_reached_is_no_stage() -> None:
    result = situation("mn mm").result()
    assert result.reached is None
    assert result.next is result.stages[0]


def test_after_the_last_stage_there_is_no_next_one() -> None:
    result = situation("mm m").result()
    assert result.reached is not None
    assert result.reached.name == "Established"
    assert result.next is None


@pytest.mark.parametrize("rules", [Rules(), EVIDENCE, Rules(0.01)])
def test_a_stage_in_which_nothing_applies_is_not_addressed(rules: Rules) -> None:
    result = situation("MM aa MM").result(rules)
    assert not result.stages[1].addressed
    assert result.stages[1].margin is None
    assert result.reached_index == 1
    assert result.progress == 1  # nothing applies, so nothing is earned
    assert result.blockers == ()
    assert ids(result.strengths_ahead) == ["1.3.O1", "1.3.O2"]


def test_what_does_not_apply_is_left_out() -> None:
    result = situation("mma a-").result()
    assert result.reached_index == 1
    assert ids(result.blockers) == ["1.2.O2"]


def test_an_indicator_shown_in_another_way_counts_as_met() -> None:
    framework = build_framework([[(2, 0)]])
    equivalent = Record(Judgement.MET, equivalent=True, reason="A buddy scheme does this")
    result = profile(framework, assess({"1.1.O1": equivalent, "1.1.O2": RECORDS["m"]})).capabilities[0]
    assert result.reached_index == 1


# --- progress ---


@pytest.mark.parametrize(
    ("organisation", "progress"),
    [
        ("-", 0),
        ("n", 0),
        ("p", HALF),
        ("mp- m", HALF),  # (1 + ½ + 0) / 3
        ("mmpn m", Fraction(5, 8)),  # (2 + ½) / 4
        ("mmapn m", Fraction(5, 8)),  # the one left out changes nothing
        ("mm mp", 1 + Fraction(3, 4)),
        ("mm - mm", 1),  # nothing of Accomplished is counted before Established is reached
        ("mm mm mpn", 2 + HALF),
        ("mm m", 2),
        ("m m m m", 4),
        ("mmm mmp mm", 1 + Fraction(5, 6)),
    ],
)
def test_progress_is_stages_reached_and_the_share_of_the_next(organisation: str, progress: Fraction) -> None:
    assert situation(organisation).result().progress == progress


def test_progress_below_the_threshold_is_still_a_share_of_all_that_applies() -> None:
    # 0.8 of 5 needs 4: three and a half of five are seven tenths of the way, not seven eighths.
    assert situation("mmmpn").result(Rules(0.8)).progress == Fraction(7, 10)


def test_met_without_the_evidence_required_earns_half() -> None:
    result = situation("MM mMpn").result(EVIDENCE)
    assert result.progress == 1 + Fraction(1 + 2, 4) - Fraction(1, 4)  # (½ + 1 + ½ + 0) / 4
    assert result.reached_index == 1


def test_evidence_for_something_not_met_earns_nothing_more() -> None:
    framework = build_framework([[(2, 0)]])
    records = {"1.1.O1": Record(Judgement.NOT_MET, evidence=(NOTE,)), "1.1.O2": Record(evidence=(NOTE,))}
    result = profile(framework, assess(records), EVIDENCE).capabilities[0]
    assert result.progress == 0
    assert ids(result.blockers) == ["1.1.O1", "1.1.O2"]


def test_required_evidence_decides_the_stage() -> None:
    written = situation("MM Mm MM")
    assert written.result().reached_index == 3
    assert written.result(EVIDENCE).reached_index == 1
    assert ids(written.result(EVIDENCE).blockers) == ["1.2.O2"]


# --- blockers, strengths ahead, margin ---


def test_blockers_are_what_does_not_count_in_the_next_stage_only() -> None:
    result = situation("mm mpn-a n-").result()
    assert ids(result.blockers) == ["1.2.O2", "1.2.O3", "1.2.O4"]


def test_blockers_are_all_that_do_not_count_even_where_fewer_would_do() -> None:
    assert ids(situation("mpn-").result(Rules(0.5)).blockers) == ["1.1.O2", "1.1.O3", "1.1.O4"]


def test_strengths_ahead_are_what_counts_above_the_next_stage() -> None:
    result = situation("m mn mp- mm").result()
    assert ids(result.strengths_ahead) == ["1.3.O1", "1.4.O1", "1.4.O2"]


def test_strengths_ahead_need_the_evidence_that_is_required() -> None:
    assert ids(situation("n n mM").result(EVIDENCE).strengths_ahead) == ["1.3.O2"]


def test_with_every_stage_reached_nothing_blocks_and_nothing_is_ahead() -> None:
    result = situation("mm ma").result()
    assert (result.blockers, result.strengths_ahead) == ((), ())


@pytest.mark.parametrize(
    ("cell", "rules", "margin"),
    [
        ("mmmmm", Rules(), 0),
        ("mmmmm", Rules(0.8), 1),
        ("mmmmn", Rules(0.8), 0),
        ("mmmnn", Rules(0.8), None),
        ("mmmmm", Rules(0.01), 4),
        ("mmmmma", Rules(0.6), 2),
        ("MMMmm", Rules(0.6, evidence_required=True), 0),
        ("MMMMm", Rules(0.6, evidence_required=True), 1),
        ("aa", Rules(), None),
    ],
)
def test_the_margin_is_what_counts_beyond_what_is_needed(cell: str, rules: Rules, margin: int | None) -> None:
    stage = situation(cell).result(rules).stages[0]
    assert stage.margin == margin


# --- evidenced and possible ---


@pytest.mark.parametrize(
    ("organisation", "evidenced", "reached", "possible"),
    [
        ("- - -", 0, 0, 3),
        ("MM Mm -", 1, 2, 3),
        ("Mm MM MM", 0, 3, 3),
        ("MM M- pp", 1, 1, 2),
        ("MM p- --", 1, 1, 1),
        ("n- -- --", 0, 0, 0),
        ("M- a- --", 0, 0, 3),
        ("M- aa --", 0, 0, 1),  # nothing can be shown where nothing applies
    ],
)
def test_evidenced_and_possible_stand_beside_reached(
    organisation: str, evidenced: int, reached: int, possible: int
) -> None:
    result = situation(organisation).result()
    assert (result.evidenced_index, result.reached_index, result.possible_index) == (
        evidenced,
        reached,
        possible,
    )


def test_possible_keeps_the_evidence_rule_for_what_is_met_already() -> None:
    result = situation("M- m- --").result(EVIDENCE)
    assert (result.evidenced_index, result.reached_index, result.possible_index) == (0, 0, 1)


def test_possible_reaches_a_lower_threshold_with_fewer_open_indicators() -> None:
    result = situation("mnnn- mn--").result(Rules(0.4))  # two of five, two of four
    assert (result.reached_index, result.possible_index) == (0, 2)


def test_discussed_counts_every_judgement_and_asked_every_indicator() -> None:
    result = situation("ma -n", worker="-- p").result(BOTH)
    assert (result.discussed, result.asked) == (4, 7)
    assert (situation("ma -n").result().discussed, situation("ma -n").result().asked) == (3, 4)


# --- perspectives ---


def test_the_organisation_perspective_decides_where_nothing_else_is_said() -> None:
    assert Rules() == Rules(1, evidence_required=False, perspectives=Perspectives.ORGANISATION)
    assert situation("m m", worker="n n").result().reached_index == 2


def test_worker_statements_follow_the_same_rule_on_their_own() -> None:
    result = situation("nn nn nn", worker="mm mp- mm").result(WORKER)
    assert result.reached_index == 1
    assert result.progress == 1 + HALF
    assert ids(result.blockers) == ["1.2.W2", "1.2.W3"]
    assert ids(result.strengths_ahead) == ["1.3.W1", "1.3.W2"]
    assert list(result.stages[0].counts) == [Perspective.WORKER]


def test_a_stage_without_worker_statements_is_not_addressed_for_workers() -> None:
    result = situation("m m m", worker="m . m").result(WORKER)
    assert result.reached_index == 1
    assert result.possible_index == 1
    assert result.progress == 1


@pytest.mark.parametrize(
    ("organisation", "worker", "reached"),
    [("mm m", "mm m", 2), ("mm m", "mm n", 1), ("mm m", "mp m", 0), ("mn m", "mm m", 0), ("mm -", "mm m", 1)],
)
def test_with_both_each_perspective_has_to_address_the_stage(
    organisation: str, worker: str, reached: int
) -> None:
    assert situation(organisation, worker=worker).result(BOTH).reached_index == reached


def test_with_both_the_number_needed_holds_for_each_perspective_on_its_own() -> None:
    # Seven of ten are 0.7 of all, but only two of the five worker statements are met.
    rules = Rules(0.7, perspectives=Perspectives.BOTH)
    assert situation("mmmmm", worker="mmnnn").result(rules).reached_index == 0
    assert situation("mmmmn", worker="mmmmn").result(rules).reached_index == 1


def test_with_both_a_perspective_without_indicators_in_a_stage_is_passed_over() -> None:
    result = situation("m m mp", worker="m . mn").result(BOTH)
    assert result.reached_index == 2
    assert list(result.stages[1].counts) == [Perspective.ORGANISATION]
    assert result.stages[1].margin == 0
    assert situation("m mp", worker="m .").result(BOTH).progress == 1 + Fraction(3, 4)


def test_with_both_a_perspective_in_which_nothing_applies_is_not_passed_over() -> None:
    result = situation("m m", worker="m a").result(BOTH)
    assert result.reached_index == 1
    assert result.progress == 1


def test_with_both_a_stage_without_any_indicator_is_not_addressed() -> None:
    result = situation("m . m", worker="m . m").result(BOTH)
    assert (result.reached_index, result.possible_index, result.progress) == (1, 1, 1)
    assert result.stages[1].margin is None


def test_with_both_progress_takes_the_smaller_share() -> None:
    # The organisation has three quarters of Established, workers a third.
    assert situation("m mp", worker="m mnn").result(BOTH).progress == 1 + Fraction(1, 3)
    assert situation("m pnnn", worker="m mnn").result(BOTH).progress == 1 + Fraction(1, 8)


def test_with_both_blockers_and_strengths_are_those_of_both() -> None:
    result = situation("m mp mn", worker="m -m m").result(BOTH)
    assert ids(result.blockers) == ["1.2.O2", "1.2.W1"]
    assert ids(result.strengths_ahead) == ["1.3.O1", "1.3.W1"]


def test_with_both_the_margin_is_the_smaller_one() -> None:
    rules = Rules(0.5, perspectives=Perspectives.BOTH)
    # The organisation has 4 where 2 are needed, workers 2 where 1 is.
    assert situation("mmmm", worker="mm").result(rules).stages[0].margin == 1


def test_with_both_possible_and_evidenced_need_both_perspectives() -> None:
    result = situation("MM M-", worker="Mm n").result(BOTH)
    assert (result.evidenced_index, result.reached_index, result.possible_index) == (0, 1, 1)


# --- the whole profile ---


def test_the_profile_has_every_capability_in_the_order_of_the_framework() -> None:
    result = situation("m p", "n m", "m m").profile()
    assert [r.capability.id for r in result.capabilities] == ["capability-1", "capability-2", "capability-3"]
    assert [r.reached_index for r in result.capabilities] == [1, 0, 2]
    assert result.rules == Rules()
    assert result.capability("capability-2").reached_index == 0


def test_an_unknown_capability_is_named_together_with_the_known_ones() -> None:
    with pytest.raises(UnknownIdError) as error:
        situation("m p", "n m").profile().capability("sailing")
    assert str(error.value) == "There is no capability 'sailing'. Known: capability-1, capability-2."


def test_lowest_and_highest_go_by_progress_and_name_all_that_are_equal() -> None:
    result = situation("m p", "m mp", "m n", "m nn", "m pm").profile()
    assert [r.capability.id for r in result.lowest] == ["capability-3", "capability-4"]
    assert [r.capability.id for r in result.highest] == ["capability-2", "capability-5"]


def test_where_all_are_equal_each_is_lowest_and_highest() -> None:
    result = situation("m -", "m n").profile()
    assert result.lowest == result.highest == result.capabilities


def test_an_assessment_of_another_framework_is_refused() -> None:
    with pytest.raises(MismatchError) as error:
        profile(build_framework([[(1, 0)]], id_="garden"), assess({}, framework_id="clf"))
    assert "'clf'" in str(error.value)
    assert "'garden'" in str(error.value)


def test_records_of_indicators_that_the_framework_does_not_have_change_nothing() -> None:
    written = situation("m p")
    stray = written.assessment.with_records({"7.7.O7": RECORDS["m"]})
    assert profile(written.framework, stray) == written.profile()


@pytest.mark.parametrize(
    ("rules", "line"),
    [
        (
            Rules(),
            "A stage needs all of its applicable indicators met; the organisation's indicators decide.",
        ),
        (
            Rules(0.8, perspectives=Perspectives.WORKER),
            "A stage needs 80 % of its applicable indicators met; the workers' statements decide.",
        ),
        (
            Rules(0.55, evidence_required=True, perspectives=Perspectives.BOTH),
            "A stage needs 55 % of its applicable indicators met with evidence; "
            "both perspectives must address it.",
        ),
        (
            Rules(0.125),
            "A stage needs 12.5 % of its applicable indicators met; the organisation's indicators decide.",
        ),
    ],
)
def test_the_rules_in_force_are_told_in_one_line(rules: Rules, line: str) -> None:
    assert rules.describe() == line


# --- how little a threshold changes where cells are small ---


@pytest.mark.parametrize(("threshold", "whole"), [(1.0, 24), (0.8, 22), (0.75, 13)])
def test_a_threshold_still_means_all_in_most_cells_of_the_clf(threshold: float, whole: int) -> None:
    # Cell sizes by hand from the table in the framework's text:
    # 5 5 3 2 | 4 4 4 4 | 3 4 4 3 | 3 3 2 2 | 4 4 2 2 | 3 4 3 3.
    # At 0.8 only a cell of 5 needs fewer than all (4): two of them. At 0.75 also those of 4 (3).
    framework = load_framework(Path(__file__).parents[2] / "framework.yaml")
    assert whole_cells(framework, Rules(threshold)) == (whole, 24)
