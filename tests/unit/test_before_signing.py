"""Standing checks: by hand, each on a situation in which it finds something, and on one just beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clf_model import Action, ActionStatus, Evidence, Judgement, Record, Voice, load_framework
from clf_model.assessment import Former
from clf_model.before_signing import CHECKS, Finding, Signing, findings
from clf_model.voices import Decision, say_do_gap
from tests.unit.strategies import assess, situation

CLF = load_framework(Path(__file__).resolve().parents[2] / "framework.yaml")
DAY = date(2026, 11, 29)  # 24 months before it is 29 November 2024; the assessment is of 12 March 2026
ALL_WELL = {"owner": "Ann", "due": DAY, "measure": "Two of three say so"}
NOTE = Evidence("Minutes")


def letters(*organisation: str, worker: str = "", **more: Any) -> Signing:
    """A situation in letters; `actions` and records by id are put into it."""
    made = situation(*organisation, worker=worker or ())
    records, actions = more.pop("records", {}), more.pop("actions", ())
    assessment = replace(
        made.assessment.with_records(records), actions={action.id: action for action in actions}
    )
    return Signing(made.framework, assessment, DAY, **more)


def of_record(record: Record) -> Signing:
    return letters("m", records={"1.1.O1": record})


def shown(*evidence: Evidence) -> Signing:
    return of_record(Record(Judgement.MET, evidence=evidence))


def voices(*heard: Voice) -> Signing:
    """1.1.O5 of the CLF speaks of "employees, people who use services and their carers"."""
    evidence = tuple(Evidence("Minutes", voice=one) for one in heard)
    return Signing(CLF, assess({"1.1.O5": Record(Judgement.MET, evidence=evidence)}, "clf"), DAY)


def experienced(worker: str) -> Signing:
    made = letters("MM", worker=worker)
    return replace(made, gap=say_do_gap(made.framework, made.assessment, None))


def decided(**decision: Any) -> Signing:
    made = {"indicator_id": "1.1.O1", "judgement": Judgement.MET, **decision}
    return letters("M", decisions=(Decision(**made),))


def planned(**action: Any) -> Signing:
    return letters("Mp", actions=(Action("forum", "Forum", **{**ALL_WELL, "covers": ("1.1.O2",), **action}),))


PEOPLE, CARER = Voice.PERSON_USING_SERVICES, Voice.CARER
REWORDED = Record(former=Former("as it was", Judgement.MET))
NOT_DOING = {"status": ActionStatus.NOT_DOING, "reason": "No money"}

# Check, a situation, and the ids of what it finds there: indicators, actions or capabilities.
CASES: list[tuple[str, Signing, list[str]]] = [
    ("not-discussed", letters("M- -"), ["1.1.O2", "1.2.O1"]),
    ("not-discussed", letters("MM n", worker="- -"), []),
    ("reworded", letters("-M", records={"1.1.O1": REWORDED}), ["1.1.O1"]),
    ("reworded", letters("-M"), []),
    ("met-without-evidence", letters("Mmp n"), ["1.1.O2"]),
    ("met-without-evidence", letters("Mp n"), []),
    ("old-evidence", shown(Evidence("Minutes", dated=date(2024, 11, 28))), ["1.1.O1"]),
    ("old-evidence", shown(Evidence("Minutes", dated=date(2024, 11, 29))), []),
    ("old-evidence", shown(Evidence("Minutes", dated=date(2020, 1, 1)), NOTE), []),
    ("undated-evidence", shown(NOTE), ["1.1.O1"]),
    ("undated-evidence", shown(NOTE, Evidence("Minutes", dated=DAY)), []),
    ("later-evidence", shown(Evidence("Minutes", dated=date(2026, 3, 13))), ["1.1.O1"]),
    ("later-evidence", shown(Evidence("Minutes", dated=date(2026, 3, 12))), []),
    ("one-note", shown(NOTE), ["1.1.O1"]),
    ("one-note", shown(Evidence("Minutes", "Folder 3")), []),
    ("one-note", shown(NOTE, NOTE), []),
    ("evidence-not-met", of_record(Record(Judgement.NOT_MET, evidence=(NOTE,))), ["1.1.O1"]),
    ("evidence-not-met", letters("pn"), []),
    ("voice-not-heard", voices(CARER), ["1.1.O5"]),
    ("voice-not-heard", voices(CARER, PEOPLE), []),
    ("rests-on-one", letters("Ma", "MM"), ["capability-1"]),
    ("rests-on-one", letters("MM n", "n n"), []),
    ("not-evidenced", letters("m", "M"), ["capability-1"]),
    ("not-evidenced", letters("M", "n"), []),
    ("not-experienced", experienced("n"), ["1.1.W1"]),
    ("not-experienced", experienced("M"), []),
    ("thin-reason", of_record(Record(Judgement.NOT_APPLICABLE, reason="N/A")), ["1.1.O1"]),
    ("thin-reason", of_record(Record(Judgement.MET, True, "otherwise")), ["1.1.O1"]),
    ("thin-reason", letters("aM"), []),
    ("dissent-without-reason", decided(dissent="Two saw none of it"), ["1.1.O1"]),
    ("dissent-without-reason", decided(dissent="Two saw none of it", reason="Nine did"), []),
    ("changed-after-workshop", decided(judgement=Judgement.PARTLY), ["1.1.O1"]),
    ("changed-after-workshop", decided(), []),
    ("nothing-planned", letters("Mp n"), ["1.1.O2"]),
    ("nothing-planned", planned(), []),
    ("nothing-planned", planned(status=ActionStatus.DONE), ["1.1.O2"]),
    ("no-owner", planned(owner=" "), ["forum"]),
    ("no-date", planned(due=None), ["forum"]),
    ("no-measure", planned(measure=None), ["forum"]),
    ("overdue", planned(due=date(2026, 11, 28)), ["forum"]),
    *((check, planned(), []) for check in ("no-owner", "no-date", "no-measure", "overdue")),
    ("no-owner", planned(owner=None, status=ActionStatus.DONE), []),
    ("due-for-review", planned(**NOT_DOING, review_on=DAY), ["forum"]),
    ("due-for-review", planned(**NOT_DOING, review_on=date(2026, 11, 30)), []),
    ("done-not-judged", planned(status=ActionStatus.DONE), ["1.1.O2"]),
    ("done-not-judged", planned(status=ActionStatus.DONE, covers=("1.1.O1",)), []),
]  # fmt: skip


def ids(found: Finding) -> list[str]:
    parts: tuple[Iterable[Any], ...] = (found.indicators, found.actions, found.capabilities)
    return [one.id for part in parts for one in part]


@pytest.mark.parametrize(("check", "signing", "expected"), CASES)
def test_a_check_finds_what_a_reader_would_by_hand_and_nothing_beside_it(
    check: str, signing: Signing, expected: list[str]
) -> None:
    found = {one.check: one for one in findings(signing)}
    assert (ids(found[check]) if check in found else []) == expected
    if expected:
        assert found[check].number == len(expected)
        assert found[check].sentence.startswith(f"{len(expected)} ")


def test_every_check_has_a_situation_in_which_it_finds_something() -> None:
    assert len({check for check, _, expected in CASES if expected}) == len(CHECKS) >= 15


def test_an_assessment_that_is_in_order_is_asked_nothing() -> None:
    kept = Evidence("Minutes", "Folder 3", date(2026, 3, 1))
    record = Record(Judgement.MET, evidence=(kept,))
    signing = letters("mm", records={"1.1.O1": record, "1.1.O2": record})
    assert findings(signing) == ()


@pytest.mark.parametrize(
    ("day", "months", "oldest"),
    [
        (date(2026, 11, 29), 24, date(2024, 11, 29)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_so_many_months_before_a_day_is_the_day_of_that_number_or_the_months_last(
    day: date, months: int, oldest: date
) -> None:
    assert Signing(CLF, assess({}, "clf"), day, months=months).oldest == oldest
