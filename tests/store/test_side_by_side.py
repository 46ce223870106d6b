"""Many assessments read side by side, the labels of services, and many fictional services at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from clf_model.assessment import NO_RECORD, Assessment, Judgement, Record
from clf_model.framework import Framework
from clf_store import Edit, MadeOfSamples, NotFoundError, Store
from clf_store.__main__ import main

FRAMEWORK_FILE = Path(__file__).parents[2] / "framework.yaml"


def test_what_is_judged_is_read_as_each_assessment_alone_has_it(
    store: Store, draft: int, review: Assessment, framework: Framework, at: datetime
) -> None:
    """The codes by the table in the docstring of `Judged`: n/a is 4, met 3, and 5 without evidence."""
    other = replace(review, records={"i2": Record(Judgement.PARTLY)})
    second = store.add(other, framework, who="ann", at=at)
    empty = store.add(replace(review, records={}), framework, who="ann", at=at)
    found = {
        one.assessment_id: dict(zip(one.indicators, one.codes, strict=True))
        for one in store.judged([draft, second, empty])
    }
    assert found == {draft: {"i1": 3, "i2": 2, "i3": 4, "i4": 5, "i6": 1}, second: {"i2": 2}}


def test_the_same_assessments_are_listed_quickly_as_at_length(
    store: Store, draft: int, review: Assessment, framework: Framework, at: datetime
) -> None:
    store.finalise(draft, who="ann", at=at)
    plainly = Assessment("small", "Birchbank", date(2026, 1, 2), fictional=True)
    store.add(plainly, framework, who="ann", at=at)
    gone = store.add(review, framework, who="ann", at=at)
    store.delete(gone, who="ann", at=at)
    infos = {info.id: info for info in store.assessments("small")}
    listed = store.listed("small")
    assert {one.id for one in listed} == infos.keys()
    for one in listed:
        assert all(getattr(infos[one.id], name) == value for name, value in one._asdict().items())


def test_every_change_is_seen_in_the_numbers(
    store: Store, draft: int, review: Assessment, framework: Framework, at: datetime
) -> None:
    seen = [store.state_of_all("small")]
    service = store.info(draft).service_id

    def changed() -> bool:
        seen.append(store.state_of_all("small"))
        return seen[-1] != seen[-2]

    assert not changed()
    store.change(draft, {"i9": Edit(NO_RECORD, Record(Judgement.MET))}, who="ann", at=at)
    assert changed()
    store.undo(draft, who="ann", at=at)
    assert changed()
    store.change_labels(service, {}, {"Region": "North"})
    assert changed()
    store.change_labels(service, {"Region": "North"}, {"Region": "East"})
    assert changed()
    store.change_labels(service, {"Region": "East"}, {})
    assert changed()
    added = store.add(review, framework, who="ann", at=at)
    assert changed()
    store.delete(added, who="ann", at=at)
    assert changed()
    store.restore(added, who="ann", at=at)
    assert changed()
    store.finalise(added, who="ann", at=at)
    assert changed()


def test_two_people_label_a_service_and_neither_takes_the_others_away(store: Store, draft: int) -> None:
    service = store.info(draft).service_id
    store.change_labels(service, {}, {"Region": "North"})
    store.change_labels(service, {}, {"Type": "Care home"})
    store.change_labels(service, {"Region": "North"}, {"Region": "East"})
    assert store.labels() == {service: {"Region": "East", "Type": "Care home"}}
    store.change_labels(service, {"Region": "East", "Type": "Care home"}, {})
    assert store.labels() == {}
    with pytest.raises(NotFoundError):
        store.change_labels(service + 1, {}, {"Region": "North"})


def test_labels_go_along_when_a_service_is_renamed(store: Store, draft: int, at: datetime) -> None:
    info = store.info(draft)
    store.change_labels(info.service_id, {}, {"Region": "North"})
    store.edit_details(
        draft, organisation="Oakhill", unit=None, title=None, assessed_on=info.assessed_on, who="ann", at=at
    )
    assert store.labels()[store.info(draft).service_id] == {"Region": "North"}


def test_the_fictional_services_come_in_by_one_command_and_only_once(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["fictional", "--services", "6", "--framework", str(FRAMEWORK_FILE), url]
    assert main(command) == 0
    store = Store.open(url)
    listed = store.listed("clf")
    assert len({one.service_id for one in listed}) == 6
    assert all(one.fictional for one in listed)
    assert {"Region", "Type"} >= {name for labels in store.labels().values() for name in labels}
    assert capsys.readouterr().out == f"Fictional services added: 6. Assessments of them: {len(listed)}.\n"
    assert main(command) == 1
    assert "Nothing was added" in capsys.readouterr().out
    assert store.listed("clf") == listed
    assert main([*command, "--services", "0"]) == 2
    store.close()


def test_the_most_recent_are_those_of_own_services_first(
    store: Store, review: Assessment, framework: Framework, at: datetime
) -> None:
    """Three own ones, then two fictional ones later; the first own one is worked on last of all."""

    def add(day: int, *, fictional: bool) -> int:
        added = replace(review, organisation=f"Place {day}", fictional=fictional)
        return store.add(added, framework, who="ann", at=at + timedelta(days=day))

    own = [add(day, fictional=False) for day in range(3)]
    made_up = [add(day, fictional=True) for day in range(3, 5)]
    store.change(own[0], {"i9": Edit(NO_RECORD, Record(Judgement.MET))}, who="ann", at=at + timedelta(days=9))
    every = [own[0], own[2], own[1], made_up[1], made_up[0]]
    for most in range(1, 7):
        assert [info.id for info in store.recent("small", most)] == every[:most]
    assert store.how_many("small") == 5
    service = store.info(own[1]).service_id
    assert [info.id for info in store.assessments_of("small", service)] == [own[1]]
    store.delete(own[1], who="ann", at=at)
    assert store.assessments_of("small", service) == ()
    assert store.how_many("small") == 4


def test_what_was_made_of_samples_is_counted_as_one_by_one(
    store: Store, review: Assessment, framework: Framework, at: datetime
) -> None:
    """One final sample, changed once before, and a copy of it; an own assessment counts nowhere."""
    sample = store.add(replace(review, fictional=True), framework, who="samples", at=at)
    store.change(sample, {"i9": Edit(NO_RECORD, Record(Judgement.MET))}, who="ann", at=at)
    store.finalise(sample, who="ann", at=at)
    store.copy(sample, assessed_on=date(2026, 4, 1), title=None, who="ann", at=at)
    store.add(review, framework, who="ann", at=at)
    expected = MadeOfSamples(assessments=2, changes=1, copies=1, workshops=0, surveys=0)
    assert store.made_of_samples("small") == expected
