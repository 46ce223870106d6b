"""A room's agenda: what decides a stage first, then by agreement, and what fits into the time left."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model import (
    Agenda,
    Judgement,
    MismatchError,
    Tally,
    UnknownIdError,
    VoicesError,
    VoteCounts,
    decided,
    pace,
    profile,
)
from clf_model import agenda as make_agenda
from tests.unit.strategies import Situation, assess, laws, situation, situations


def votes(id_: str, met: int = 0, partly: int = 0, not_met: int = 0, dont_know: int = 0) -> Tally:
    return Tally(id_, phones=VoteCounts(not_met, partly, met, dont_know))


def ids(items: tuple[object, ...]) -> list[str]:
    return [item.indicator.id for item in items]  # type: ignore[attr-defined]


def of(case: Situation, *tallies: Tally, agreed_from: float = 1.0) -> Agenda:
    return make_agenda(case.framework, case.assessment, tallies, agreed_from=agreed_from)


def test_what_decides_the_next_stage_comes_first_then_the_least_agreement() -> None:
    case = situation("mm p- --")  # Engaged is reached; Established is next
    found = of(
        case,
        votes("1.1.O1", met=4, not_met=4),  # agreement 0, decides nothing: it is met, and Engaged reached
        votes("1.2.O1", met=7, partly=1),  # 0.81
        votes("1.2.O2", met=4, partly=4),  # 0.58
        votes("1.3.O1", met=7, not_met=1),  # 0.46
    )
    assert ids(found.discuss) == ["1.2.O2", "1.2.O1", "1.1.O1", "1.3.O1"]
    decides = [item.decides and item.decides.name for item in found.discuss]
    assert decides == ["Established", "Established", None, None]
    assert [item.lean for item in found.discuss] == [Judgement.PARTLY, Judgement.MET, None, Judgement.MET]
    assert not found.agreed


def test_what_all_agree_on_is_accepted_first_and_moves_the_stage_that_waits() -> None:
    case = situation("-- -- --")
    found = of(
        case,
        votes("1.1.O1", met=8),
        votes("1.1.O2", met=8),
        votes("1.2.O1", met=5, partly=3),
        votes("1.2.O2", not_met=8),
        votes("1.3.O1", met=4, not_met=4),
    )
    assert ids(found.agreed) == ["1.2.O2", "1.1.O1", "1.1.O2"]  # not in place: it decides Established
    assert [item.decides and item.decides.name for item in found.agreed] == ["Established", None, None]
    assert ids(found.discuss) == ["1.2.O1", "1.3.O1"]
    after = case.assessment.with_records(decided(case.framework, case.assessment, found.accepted()))
    assert [after.judgement(i) for i in ("1.1.O1", "1.2.O2", "1.2.O1")] == [
        Judgement.MET,
        Judgement.NOT_MET,
        None,
    ]


def test_what_does_not_apply_and_what_nobody_voted_on_is_left_out() -> None:
    found = of(situation("ma- --"), votes("1.1.O1", met=1, not_met=2), votes("1.1.O2", met=1, not_met=2))
    assert ids(found.discuss) == ["1.1.O1"]


def test_only_the_latest_round_counts() -> None:
    case = situation("--")
    later = Tally("1.1.O1", 2, VoteCounts(met=8))
    found = of(case, later, votes("1.1.O1", met=4, not_met=4))
    assert ids(found.agreed) == ["1.1.O1"]
    assert found.agreed[0].tally is later


@pytest.mark.parametrize(
    "tally",
    [
        votes("1.1.O1", met=2),  # two votes are not shown
        votes("1.1.O1", met=4, dont_know=4),  # as many do not know
        votes("1.1.O1", dont_know=8),
    ],
)
def test_what_few_could_answer_is_discussed_however_much_they_agree(tally: Tally) -> None:
    assert ids(of(situation("--"), tally).discuss) == ["1.1.O1"]


def test_what_nobody_could_answer_comes_last() -> None:
    found = of(situation("---"), votes("1.1.O1", dont_know=8), votes("1.1.O2", met=7, partly=1))
    assert ids(found.discuss) == ["1.1.O2", "1.1.O1"]


def test_a_lower_limit_leaves_less_to_discuss() -> None:
    tallies = [votes("1.1.O1", met=7, partly=1), votes("1.1.O2", met=4, partly=4)]  # 0.81 and 0.58
    assert ids(of(situation("--"), *tallies, agreed_from=0.8).agreed) == ["1.1.O1"]
    assert ids(of(situation("--"), *tallies, agreed_from=0.82).agreed) == []
    for bad in (0.0, 1.1, math.nan):
        with pytest.raises(VoicesError, match="Agreed from"):
            of(situation("--"), *tallies, agreed_from=bad)


def test_a_tally_or_an_assessment_of_another_framework_is_refused() -> None:
    case = situation("--")
    with pytest.raises(UnknownIdError):
        of(case, votes("9.9.O9", met=3))
    with pytest.raises(MismatchError):
        make_agenda(case.framework, assess({}, "garden"), [votes("1.1.O1", met=3)])


@pytest.mark.parametrize(
    ("minutes_left", "minutes_each", "taken"),
    [(30, 10, 3), (29.9, 10, 2), (0.3, 0.1, 3), (0, 5, 0), (500, 5, 4)],
)
def test_the_time_left_takes_the_first_of_the_agenda(
    minutes_left: float, minutes_each: float, taken: int
) -> None:
    case = situation("m- --")
    tallies = [votes(f"1.{s}.O{n}", met=4, not_met=4) for s in (1, 2) for n in (1, 2)]
    found = of(case, *tallies)
    assert found.in_time(minutes_left, minutes_each) == found.discuss[:taken]
    assert ids(found.discuss)[0] == "1.1.O2"  # it decides Engaged
    with pytest.raises(VoicesError, match="some time"):
        found.in_time(30, 0)


def test_the_pace_so_far_says_how_many_of_those_left_will_fit() -> None:
    # 3 in 36 minutes are 12 each; 80 minutes hold 6 whole ones.
    assert str(pace(left=9, done=3, minutes_spent=36, minutes_left=80)) == "at this pace 6 of 9"
    assert str(pace(left=9, done=3, minutes_spent=36, minutes_left=500)) == "at this pace 9 of 9"
    # 0.1 each: 0.3 hold exactly 3.
    assert str(pace(left=9, done=1, minutes_spent=0.1, minutes_left=0.3)) == "at this pace 3 of 9"
    assert str(pace(left=2, done=5, minutes_spent=0, minutes_left=0)) == "at this pace 2 of 2"
    assert pace(left=9, done=0, minutes_spent=5, minutes_left=80) is None
    for bad in (-1.0, math.inf, math.nan):
        with pytest.raises(VoicesError, match="minutes"):
            pace(left=9, done=1, minutes_spent=1, minutes_left=bad)
    with pytest.raises(VoicesError, match="0 or more"):
        pace(left=-1, done=1, minutes_spent=1, minutes_left=1)


counts = st.builds(VoteCounts, *[st.integers(0, 4)] * 4)


@laws
@given(situations(), st.data(), st.sampled_from([1.0, 0.8, 0.5]))
def test_laws_of_the_agenda(case: Situation, data: st.DataObject, limit: float) -> None:
    indicators = list(case.framework.indicators)
    drawn = data.draw(st.lists(counts, min_size=len(indicators), max_size=len(indicators)))
    tallies = [Tally(i.id, phones=c) for i, c in zip(indicators, drawn, strict=True)]
    found = of(case, *tallies, agreed_from=limit)
    applicable = {i.id for i in indicators if case.assessment.judgement(i.id) is not Judgement.NOT_APPLICABLE}
    assert sorted(ids(found.discuss) + ids(found.agreed)) == sorted(applicable)
    for part in (found.discuss, found.agreed):
        for one, other in pairwise(part):
            assert bool(one.decides) >= bool(other.decides)
            if bool(one.decides) == bool(other.decides):
                first, second = (math.inf if i.agreement is None else i.agreement for i in (one, other))
                assert first <= second
    assert all(item.agreement is not None and item.agreement >= limit for item in found.agreed)
    # With all that is agreed accepted, exactly the blockers decide.
    after = case.assessment.with_records(decided(case.framework, case.assessment, found.accepted()))
    blockers = {i.id for r in profile(case.framework, after).capabilities for i in r.blockers}
    deciding = {i.indicator.id for i in (*found.discuss, *found.agreed) if i.decides}
    assert deciding == blockers & applicable
    assert of(case, *reversed(tallies), agreed_from=limit) == found
