"""Merging one record that two people changed."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clf_model.assessment import NO_RECORD, Evidence, Judgement, Record
from clf_model.merge import ConflictError, merge

A, B, C, D = (Evidence(note) for note in "abcd")
MET, PARTLY, NOT_MET = Record(Judgement.MET), Record(Judgement.PARTLY), Record(Judgement.NOT_MET)

entries = st.lists(st.sampled_from([A, B, C, D]), max_size=5).map(tuple)
distinct = st.lists(st.sampled_from([A, B, C, D]), unique=True).map(tuple)
records = st.builds(
    Record,
    st.sampled_from([None, *list(Judgement)[:3]]),
    st.just(False),
    st.sampled_from([None, "why"]),
    st.sampled_from([0.0, 1.0, 2.0]),
    entries,
)


def with_evidence(*evidence: Evidence) -> Record:
    return Record(evidence=evidence)


def merged_evidence(base: str, mine: str, theirs: str) -> str:
    """Evidence entries written as letters, in their order."""
    sides = [with_evidence(*map(Evidence, letters)) for letters in (base, mine, theirs)]
    return "".join(entry.note for entry in merge(*sides).evidence)


def test_my_change_is_taken_where_theirs_is_what_i_saw() -> None:
    assert merge(PARTLY, MET, PARTLY) == MET


def test_their_change_stays_where_i_changed_nothing() -> None:
    assert merge(PARTLY, PARTLY, MET) == MET


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    assert merge(PARTLY, MET, MET) == MET


def test_two_different_judgements_conflict_and_both_are_told() -> None:
    with pytest.raises(ConflictError) as raised:
        merge(NO_RECORD, MET, PARTLY)
    assert (raised.value.base, raised.value.mine, raised.value.theirs) == (NO_RECORD, MET, PARTLY)


def test_a_judgement_and_its_reason_are_never_mixed_from_two_sides() -> None:
    mine = Record(Judgement.MET, reason="because")
    theirs = Record(Judgement.PARTLY, reason="since")
    with pytest.raises(ConflictError):
        merge(Record(Judgement.PARTLY, reason="because"), mine, theirs)


def test_judgement_from_one_side_and_effort_from_the_other_go_together() -> None:
    assert merge(NO_RECORD, MET, Record(effort=3)) == Record(Judgement.MET, effort=3)
    assert merge(NO_RECORD, Record(effort=3), MET) == Record(Judgement.MET, effort=3)


def test_two_different_efforts_conflict() -> None:
    with pytest.raises(ConflictError):
        merge(NO_RECORD, Record(effort=2), Record(effort=3))


def test_a_judgement_and_their_evidence_go_together() -> None:
    assert merge(NO_RECORD, MET, with_evidence(A)) == Record(Judgement.MET, evidence=(A,))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "expected"),
    [
        ("", "a", "b", "ba"),  # both added: the later one comes last
        ("a", "", "ab", "b"),  # I removed one, they added one
        ("ab", "b", "a", ""),  # each removed one
        ("ab", "xb", "abc", "xbc"),  # an edited entry keeps its place
        ("a", "x", "ab", "xb"),
        ("a", "x", "y", "yx"),  # the same entry edited twice: both versions stay
        ("ab", "acb", "abd", "acbd"),  # an inserted entry stays before its neighbour
        ("a", "ab", "abc", "abc"),  # repeating what was already saved adds nothing
        ("ab", "a", "ac", "ac"),  # nor does removing what is already gone
        ("ab", "ba", "abc", "abc"),  # an order alone is not worth a conflict
        ("a", "aa", "ab", "aba"),  # equal entries are counted
    ],
)
def test_evidence_is_merged_entry_by_entry(base: str, mine: str, theirs: str, expected: str) -> None:
    assert merged_evidence(base, mine, theirs) == expected


@given(records, records)
def test_one_sided_changes_come_through_unaltered(base: Record, changed: Record) -> None:
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed) == changed
    assert merge(base, changed, changed) == changed


@given(entries, entries, entries)
def test_evidence_merges_to_the_same_entries_from_either_side(
    base: tuple[Evidence, ...], mine: tuple[Evidence, ...], theirs: tuple[Evidence, ...]
) -> None:
    sides = with_evidence(*base), with_evidence(*mine), with_evidence(*theirs)
    one = merge(*sides)
    other = merge(sides[0], sides[2], sides[1])
    assert Counter(one.evidence) == Counter(other.evidence)


@given(entries, entries, entries)
def test_evidence_counts_are_theirs_with_my_difference(
    base: tuple[Evidence, ...], mine: tuple[Evidence, ...], theirs: tuple[Evidence, ...]
) -> None:
    merged = Counter(merge(with_evidence(*base), with_evidence(*mine), with_evidence(*theirs)).evidence)
    for entry in (A, B, C, D):
        change, their_change = mine.count(entry) - base.count(entry), theirs.count(entry) - base.count(entry)
        same_way = change * their_change > 0
        together = max(change, their_change, key=abs) if same_way else change + their_change
        assert merged[entry] == base.count(entry) + together


@given(distinct, distinct, distinct)
def test_repeating_a_merge_of_distinct_entries_changes_nothing_more(
    base: tuple[Evidence, ...], mine: tuple[Evidence, ...], theirs: tuple[Evidence, ...]
) -> None:
    once = merge(with_evidence(*base), with_evidence(*mine), with_evidence(*theirs))
    again = merge(with_evidence(*base), with_evidence(*mine), once)
    assert Counter(again.evidence) == Counter(once.evidence)
