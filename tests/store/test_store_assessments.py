"""Assessments come back as they were stored, and live through being copied, finalised and deleted."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clf_model.assessment import NO_RECORD, Assessment, Evidence, Judgement, Record, Voice
from clf_model.errors import ClfError, MismatchError, RecordError, UnknownIdError
from clf_model.framework import Framework
from clf_store import Edit, EventKind, FinalError, NotFoundError, Store, StoreError

MET = Record(Judgement.MET)
texts = st.text(st.characters(exclude_categories=["Cc", "Cn", "Cs"]), min_size=1, max_size=20)
notes = texts.filter(str.strip)
entries = st.builds(
    Evidence, notes, st.none() | texts, st.none() | st.dates(), st.none() | st.sampled_from(Voice)
)
records = st.builds(
    Record,
    st.none() | st.sampled_from(Judgement),
    st.just(False),
    notes,
    st.floats(min_value=0, max_value=sys.float_info.max),
    st.lists(entries, max_size=3).map(tuple),
)


def test_an_assessment_comes_back_as_it_was_stored(store: Store, review: Assessment, draft: int) -> None:
    assert store.load(draft).assessment == review


def test_a_new_assessment_is_a_draft_that_knows_its_framework(
    store: Store, draft: int, framework: Framework, at: datetime
) -> None:
    info = store.load(draft).info
    assert (info.framework_id, info.framework_edition, info.framework_digest) == (
        "small",
        "first",
        framework.digest,
    )
    assert (info.final, info.finalised_at, info.revision, info.copied_from) == (False, None, 0, None)
    assert info.changed_at == at


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(organisation=notes, unit=st.none() | texts, title=st.none() | texts, found=records)
def test_any_text_number_and_date_survives(
    store: Store,
    framework: Framework,
    at: datetime,
    organisation: str,
    unit: str | None,
    title: str | None,
    found: Record,
) -> None:
    wanted = Assessment("small", organisation, date(2026, 3, 12), unit, title, True, {"i9": found})
    stored = store.add(wanted, framework, who="ann", at=at)
    assert store.load(stored).assessment == wanted
    assert store.events(stored)[0].after == wanted.records


def test_times_come_back_in_utc_whatever_their_zone(
    store: Store, review: Assessment, framework: Framework
) -> None:
    summer = datetime(2026, 7, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    changed_at = store.load(store.add(review, framework, who="ann", at=summer)).info.changed_at
    assert changed_at == summer
    assert changed_at.tzinfo is UTC


def test_a_time_without_zone_is_refused(store: Store, review: Assessment, framework: Framework) -> None:
    with pytest.raises(StoreError, match="time zone"):
        store.add(review, framework, who="ann", at=datetime(2026, 7, 1))


@pytest.mark.parametrize("who", ["a\0b", "a\ud800b", "", "x" * 201])
def test_text_that_one_database_cannot_hold_is_refused_by_both(
    store: Store, review: Assessment, framework: Framework, at: datetime, who: str
) -> None:
    with pytest.raises(StoreError, match=r"The author's name (?:takes|has)"):
        store.add(review, framework, who=who, at=at)
    assert store.assessments("small") == ()


def test_the_list_is_ordered_by_organisation_unit_and_date_and_leaves_out_other_frameworks(
    store: Store, framework: Framework, at: datetime
) -> None:
    wanted = [
        ("ash House", None, date(2026, 1, 1)),
        ("Birch", None, date(2026, 1, 1)),
        ("birch", "Day", date(2025, 1, 1)),
        ("birch", "Day", date(2026, 1, 1)),
        ("birch", "night", date(2024, 1, 1)),
        ("Élan", None, date(2026, 1, 1)),
    ]
    added = [Assessment("small", *name, unit) for name, unit in (((o, d), u) for o, u, d in reversed(wanted))]
    store.add_all(added, framework, who="ann", at=at)
    other = replace(framework, id="other")
    store.add(Assessment("other", "Ash", date(2026, 1, 1)), other, who="ann", at=at)
    listed = [(info.organisation, info.unit, info.assessed_on) for info in store.assessments("small")]
    assert listed == wanted


def test_assessments_of_one_name_share_a_service_and_samples_stand_apart(
    store: Store, review: Assessment, framework: Framework, at: datetime
) -> None:
    again = replace(review, assessed_on=date(2026, 9, 1))
    sample = replace(review, fictional=True)
    one, two, three = store.add_all([review, again, sample], framework, who="ann", at=at)
    services = [store.load(id_).info.service_id for id_ in (one, two, three)]
    assert services[0] == services[1] != services[2]


@pytest.mark.parametrize(
    ("failing", "error"),
    [
        (Assessment("other", "B", date(2026, 1, 1)), MismatchError),
        (Assessment("small", "B", date(2026, 1, 1), records={"nowhere": MET}), UnknownIdError),
        (Assessment("small", "B" * 201, date(2026, 1, 1)), StoreError),
        (Assessment("small", "B", date(2026, 1, 1), records={"i" * 201: MET}), StoreError),
    ],
)
def test_an_import_with_one_bad_assessment_stores_none(
    store: Store,
    review: Assessment,
    framework: Framework,
    at: datetime,
    failing: Assessment,
    error: type[ClfError],
) -> None:
    """The last one fails at the database, after rows of the first were written."""
    first = framework.capabilities[0]
    longest = replace(first.indicators[0], id="i" * 201)
    wider = replace(framework, capabilities=(replace(first, indicators=(*first.indicators, longest)),))
    with pytest.raises(error):
        store.add_all([review, failing, review], wider, who="ann", at=at)
    assert store.assessments("small") == ()
    assert store.add(review, framework, who="ann", at=at)


@pytest.mark.parametrize("unknown", [7, 0, -1, 2**31, 2**64])
def test_an_unknown_assessment_is_not_found(store: Store, at: datetime, unknown: int) -> None:
    for call in (
        lambda: store.load(unknown),
        lambda: store.revision(unknown),
        lambda: store.change(unknown, {"i1": Edit(NO_RECORD, MET)}, who="ann", at=at),
        lambda: store.undo(unknown, who="ann", at=at),
        lambda: store.finalise(unknown, who="ann", at=at),
        lambda: store.copy(unknown, assessed_on=at.date(), title=None, who="ann", at=at),
        lambda: store.save_scenario(unknown, "More", {}, at=at),
    ):
        with pytest.raises(NotFoundError):
            call()


def test_a_copy_is_a_new_draft_of_the_same_service_with_the_same_records(
    store: Store, review: Assessment, draft: int, at: datetime
) -> None:
    store.finalise(draft, who="ann", at=at)
    copied = store.copy(draft, assessed_on=date(2026, 9, 1), title="Autumn", who="ben", at=at)
    source, found = store.load(draft), store.load(copied)
    assert found.assessment == replace(review, assessed_on=date(2026, 9, 1), title="Autumn")
    assert found.info.service_id == source.info.service_id
    assert (found.info.copied_from, found.info.final, found.info.revision) == (draft, False, 0)
    assert store.events(copied)[0].kind is EventKind.COPIED
    store.change(copied, {"i2": Edit(review.record("i2"), MET)}, who="ben", at=at)
    assert store.load(draft).assessment == review


def test_new_details_rename_one_assessment_and_the_log_keeps_the_old_ones(
    store: Store, review: Assessment, draft: int, framework: Framework, at: datetime
) -> None:
    other = store.add(review, framework, who="ann", at=at)
    details = {"organisation": "Rowan Bank", "unit": "", "title": None, "assessed_on": date(2026, 3, 13)}
    store.edit_details(draft, **details, who="ben", at=at)  # type: ignore[arg-type]
    wanted = replace(review, organisation="Rowan Bank", unit=None, title=None, assessed_on=date(2026, 3, 13))
    assert store.load(draft).assessment == wanted
    assert store.load(other).assessment == review
    event = store.events(draft)[0]
    assert event.details is not None
    assert (event.kind, event.who, event.revision) == (EventKind.DETAILS, "ben", 1)
    assert [one.organisation for one in event.details] == ["Rowanbank Care Home", "Rowan Bank"]
    store.edit_details(draft, **details, who="ben", at=at)  # type: ignore[arg-type]
    assert store.revision(draft) == 1


@pytest.mark.parametrize("organisation", ["", " ", "a\0b"])
def test_details_are_held_to_what_an_assessment_may_say(
    store: Store, review: Assessment, draft: int, at: datetime, organisation: str
) -> None:
    with pytest.raises(RecordError):
        store.edit_details(
            draft, organisation=organisation, unit=None, title=None, assessed_on=at.date(), who="ann", at=at
        )
    with pytest.raises(RecordError):
        store.copy(draft, assessed_on=at.date(), title="\0", who="ann", at=at)
    assert store.load(draft).assessment == review


def test_a_final_assessment_refuses_every_write(store: Store, draft: int, at: datetime) -> None:
    store.change(draft, {"i9": Edit(NO_RECORD, MET)}, who="ann", at=at)
    store.finalise(draft, who="ann", at=at)
    before = store.load(draft)
    assert (before.info.final, before.info.finalised_at) == (True, at)
    for write in (
        lambda: store.change(draft, {"i8": Edit(NO_RECORD, MET)}, who="ann", at=at),
        lambda: store.undo(draft, who="ben", at=at),
        lambda: store.redo(draft, who="ann", at=at),
        lambda: store.finalise(draft, who="ann", at=at),
        lambda: store.delete(draft, who="ann", at=at),
        lambda: store.edit_details(
            draft, organisation="X", unit=None, title=None, assessed_on=at.date(), who="ann", at=at
        ),
    ):
        with pytest.raises(FinalError):
            write()
    assert store.undoable(draft, who="ben", at=at) == (None, None)
    assert store.load(draft) == before


def test_a_deleted_assessment_is_gone_until_it_is_restored(
    store: Store, review: Assessment, draft: int, at: datetime
) -> None:
    store.delete(draft, who="ann", at=at)
    assert store.assessments("small") == ()
    for call in (
        lambda: store.load(draft),
        lambda: store.revision(draft),
        lambda: store.delete(draft, who="ann", at=at),
        lambda: store.change(draft, {"i9": Edit(NO_RECORD, MET)}, who="ann", at=at),
    ):
        with pytest.raises(NotFoundError):
            call()
    store.restore(draft, who="ben", at=at)
    store.restore(draft, who="ben", at=at)
    assert store.load(draft).assessment == review
    kinds = [event.kind for event in store.events(draft)]
    assert kinds == [EventKind.RESTORED, EventKind.DELETED, EventKind.CREATED]


def test_removing_samples_takes_all_of_theirs_but_the_log_and_no_number_is_given_again(
    store: Store, review: Assessment, draft: int, framework: Framework, at: datetime
) -> None:
    sample = store.add(replace(review, fictional=True), framework, who="ann", at=at)
    store.change(sample, {"i9": Edit(NO_RECORD, MET)}, who="ann", at=at)
    store.save_scenario(sample, "More", {"i9": Judgement.MET}, at=at)
    store.finalise(sample, who="ann", at=at)
    copied = store.copy(sample, assessed_on=at.date(), title=None, who="ann", at=at)
    store.reset_samples((), framework, who="ben", at=at)
    assert [info.id for info in store.assessments("small")] == [draft]
    assert store.scenarios(sample) == ()
    for gone in (sample, copied):
        assert store.events(gone)[0].kind is EventKind.REMOVED
        assert store.events(gone)[0].who == "ben"
        with pytest.raises(NotFoundError):
            store.restore(gone, who="ben", at=at)
    again = store.add(replace(review, fictional=True), framework, who="ann", at=at)
    assert again > copied
    assert [event.kind for event in store.events(again)] == [EventKind.CREATED]


def test_the_log_is_read_page_by_page_from_the_newest(store: Store, draft: int, at: datetime) -> None:
    seen = NO_RECORD
    for effort in range(2, 9):
        wanted = Record(effort=effort)
        store.change(draft, {"i9": Edit(seen, wanted)}, who="ann", at=at)
        seen = wanted
    first = store.events(draft, limit=3)
    second = store.events(draft, limit=3, before=first[-1].id)
    assert [event.revision for event in first + second] == [7, 6, 5, 4, 3, 2]
    assert store.events(draft, limit=50) == first + second + store.events(draft, before=second[-1].id)
    assert first[0].before == {"i9": Record(effort=7)}
    assert first[0].after == {"i9": Record(effort=8)}
