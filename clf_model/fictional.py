"""Many fictional services over several years, made by chance from a seed: for demonstrations and tests.

The same framework, numbers and seed always give the same services. Nobody's service is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .assessment import Assessment, Evidence, Judgement, Record, Voice
from .framework import Framework, Indicator, Perspective

SEED = 18
NEWEST = date(2026, 11, 2)
"""No assessment is of a later day."""

_FIRST = (
    *("Alder", "Arn", "Birken", "Braes", "Burn", "Cairn", "Corrie", "Craig", "Drum", "Elder", "Fern", "Glas"),
    *("Hazel", "Inver", "Kirk", "Larch", "Loch", "Muir", "Oak", "Pine", "Ross", "Sand", "Strath", "Thorn"),
)
_SECOND = ("bank", "brae", "field", "ford", "haven", "hill", "lea", "mount", "side", "view", "ward", "wood")
_TYPES = ("Care home", "Care at home", "Day service", "Supported living", "Fostering", "Housing support")
_REGIONS = ("North", "Islands", "East", "West", "Borders")
_VOICES = (
    Voice.EMPLOYEE,
    Voice.MANAGER,
    Voice.PERSON_USING_SERVICES,
    Voice.CARER,
    Voice.DOCUMENT,
    Voice.DATA,
)
_NOTES = (
    "Minutes of the team meeting",
    "Supervision records, a sample of ten",
    "Learning plan of the year",
    "Feedback cards from the spring",
    "Induction folder",
    "Conversation with the team",
)
_NOT_HERE = "Does not arise in a service of this kind"
_YEAR = timedelta(days=365)
_HARD = 1.1  # how much harder the hardest indicator of a stage is than its easiest, in stages
_UNEVEN = 0.35  # how far a service's capabilities lie apart, in stages


@dataclass(frozen=True, slots=True)
class FictionalService:
    """A fictional service: its labels, its assessments by date, and whether the last of them is a draft."""

    labels: Mapping[str, str]
    assessments: tuple[Assessment, ...]
    ends_in_draft: bool


def fictional_services(
    framework: Framework, services: int = 40, *, years: int = 3, seed: int = SEED
) -> Iterator[FictionalService]:
    """So many services, each assessed about once a year over so many years.

    One in eight came later and has fewer assessments, one in ten was assessed twice in a year, and in one
    in six the last assessment is a draft that has come to half of its indicators.
    """
    asked = [i for i in framework.indicators if i.perspective is Perspective.ORGANISATION]
    asked = asked or list(framework.indicators)
    by_chance = Random(f"{seed} difficulty")
    hard = {one.id: by_chance.random() * _HARD for one in asked}
    for number in range(services):
        yield _service(framework, asked, hard, number, years, Random(f"{seed} {number}"))


def _service(
    framework: Framework,
    asked: list[Indicator],
    hard: Mapping[str, float],
    number: int,
    years: int,
    by_chance: Random,
) -> FictionalService:
    kind, region = _TYPES[number % len(_TYPES)], by_chance.choice(_REGIONS)
    place, again = divmod(number * 7 % (len(_FIRST) * len(_SECOND)), len(_SECOND))
    turn = number // (len(_FIRST) * len(_SECOND))
    name = f"{_FIRST[place]}{_SECOND[again]} {kind}{f' {turn + 1}' if turn else ''}"
    labels = {"Region": region, "Type": kind}
    if by_chance.random() < 0.1:
        del labels["Region"]  # nobody has written it down
    stands = by_chance.uniform(0.4, len(framework.stages) + 0.2)
    at = {one.id: stands + by_chance.gauss(0, _UNEVEN) for one in framework.capabilities}
    own = {one.id: by_chance.gauss(0, 0.3) for one in asked}
    days = _days(years, by_chance)
    ends_in_draft = by_chance.random() < 1 / 6
    assessments = []
    for day in days:
        draft = ends_in_draft and day == days[-1]
        discussed = asked[: len(asked) // 2] if draft else asked
        records = {one.id: _record(framework, one, at, hard, own, day, by_chance) for one in discussed}
        assessments.append(Assessment(framework.id, name, day, title=None, fictional=True, records=records))
        for capability in at:  # what comes of the next year: mostly a step on, now and then one back
            at[capability] += by_chance.gauss(0.35, 0.4)
    return FictionalService(labels, tuple(assessments), ends_in_draft)


def _days(years: int, by_chance: Random) -> list[date]:
    missed = by_chance.randrange(1, years) if years > 1 and by_chance.random() < 1 / 8 else 0
    newest = NEWEST - timedelta(days=by_chance.randrange(120))
    days = [newest - _YEAR * back - timedelta(days=by_chance.randrange(30)) for back in range(years - missed)]
    if by_chance.random() < 0.1:
        days.append(days[0] - timedelta(days=100))
    return sorted(days)


def _record(
    framework: Framework,
    indicator: Indicator,
    at: Mapping[str, float],
    hard: Mapping[str, float],
    own: Mapping[str, float],
    day: date,
    by_chance: Random,
) -> Record:
    """What is judged of one indicator: by how far the service is beyond it, in stages."""
    if own[indicator.id] > 0.85:
        return Record(Judgement.NOT_APPLICABLE, reason=_NOT_HERE)
    needed = framework.stage_index(indicator.stage_id) - 1 + hard[indicator.id]
    beyond = at[indicator.capability_id] + own[indicator.id] - needed
    if beyond < -1.5:
        return Record()
    if beyond < -0.2:
        return Record(Judgement.NOT_MET)
    if beyond < 0.25:
        return Record(Judgement.PARTLY)
    if by_chance.random() < 0.35:
        return Record(Judgement.MET)
    dated = day - timedelta(days=by_chance.randrange(1, 200))
    note = Evidence(by_chance.choice(_NOTES), dated=dated, voice=by_chance.choice(_VOICES))
    return Record(Judgement.MET, evidence=(note,))
