"""What people said: the workshop with its votes, decisions and dissent, and the say–do gap of the workers."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from clf_model.explanation import level_name
from clf_model.voices import Tally, counted_by_hand

from ...charts.gap import VERDICTS, behind_words, by_role, gap_words, statement_words
from ...charts.votes import votes_words
from ...tables.workshops import workshop_table
from ..document import Block, Bullets, Column, Paragraph, Section, Table, words
from ..material import Material, WorkshopHeld
from .frames import table_of
from .wording import JUDGED, counted, entry

_VOTES = {
    "Indicator": 1.0,
    "Text": 4.0,
    "Vote": 0.6,
    "Met": 0.6,
    "Partly": 0.7,
    "Not yet": 0.7,
    "Don’t know": 0.8,
    "Agreement": 1.0,
}


def decisions(material: Material) -> Section:
    """What each workshop decided, why, and who saw it otherwise."""
    return Section(
        "decisions",
        "Decisions and dissent",
        (),
        tuple(
            Section(f"decisions-{number}", workshop_name(held), (_decided(material, held),))
            for number, held in enumerate(material.workshops, 1)
            if held.decisions
        ),
    )


def workshop_name(held: WorkshopHeld) -> str:
    """The title of a workshop with its day."""
    return f"{held.title}, {words(held.held_on)}"


def _decided(material: Material, held: WorkshopHeld) -> Table:
    rows = tuple(
        (
            one.indicator_id,
            material.framework.indicator(one.indicator_id).text,
            JUDGED[one.judgement] + (", shown in another way" if one.equivalent else ""),
            one.reason,
            one.dissent,
            "\n".join(
                piece.note + (f" ({piece.origin})" if piece.origin else "")
                for piece in map(entry, one.evidence)
            )
            or None,
        )
        for one in held.decisions
    )
    columns = (
        Column("Id", 0.8),
        Column("Text", 4.4),
        Column("Decision", 1.2),
        Column("Reason", detail=True),
        Column("Dissent", detail=True),
        Column("Evidence named", detail=True),
    )
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return Table(
        "Decisions",
        f"Decided in {held.title}",
        tuple(columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
    )


def votes(material: Material, held: WorkshopHeld) -> tuple[Block, ...]:
    """The votes of a workshop in numbers, round by round."""
    if not held.tallies:
        return ()
    frame = workshop_table(material.framework, held.tallies, held.decisions)
    frame["Agreement"] = [None if pd.isna(one) else _percent(one) for one in frame["Agreement"]]
    hidden = sum(not tally.showable for tally in held.tallies)
    note = (Paragraph(_hidden(hidden), quiet=True),) if hidden else ()
    return (table_of("Votes", f"Votes in {held.title}", frame, _VOTES), *note)


def _hidden(number: int) -> str:
    return f"Of {counted(number, 'vote')} the numbers stay hidden, because fewer than three people voted."


def asked(held: WorkshopHeld) -> str:
    """How many indicators were asked about, of how many people, in how many rounds of voting."""
    ids = {tally.indicator_id for tally in held.tallies}
    most = max((tally.counts.voted for tally in held.tallies if tally.showable), default=0)
    again = len({tally.indicator_id for tally in held.tallies if tally.round > 1})
    by_hand = counted_by_hand(held.tallies)
    how = f", up to {by_hand} of them on paper or by raised hands" if by_hand else ""
    people = f" Up to {most} people voted{how}." if most else ""
    twice = f" On {counted(again, 'indicator')} they voted again after the discussion." if again else ""
    return f"The group was asked about {counted(len(ids), 'indicator')}.{people}{twice}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def disagreement(material: Material, tallies: Iterable[Tally]) -> tuple[Block, ...]:
    """What people said where the last vote lay furthest apart."""
    last: dict[str, Tally] = {}
    for tally in sorted(tallies, key=lambda one: one.round):
        last[tally.indicator_id] = tally
    shown = [(t.agreement, t) for t in last.values() if t.showable and t.agreement is not None]
    least = sorted((found for found in shown if found[0] < 0.5), key=lambda found: found[0])[:5]
    if not least:
        return ()
    items = tuple(
        f"{t.indicator_id} {material.framework.indicator(t.indicator_id).text}: {votes_words(t)} "
        f"(agreement {_percent(value)})"
        for value, t in least
    )
    return (Bullets(items, "Where the last votes lay furthest apart"),)


def gap(material: Material) -> Section:
    """What is claimed against what workers experience; only what may be shown."""
    found = material.gap
    if not any(one.experienced_index is not None for one in found.capabilities):
        return Section("gap", "What workers experience")
    blocks: list[Block] = [Paragraph(found.answer)]
    if survey := material.survey:
        closed = f", closed on {words(survey.closed_on)}" if survey.closed_on else ""
        results = survey.results
        if results.respondents is not None:
            people = f"{counted(results.respondents, 'worker')} answered."
        else:
            people = results.why_withheld(results.withheld) if results.withheld else ""
        blocks.append(Paragraph(f"{survey.title}{closed}. {people} {results.rules.describe()}", quiet=True))
    blocks.append(_gap_table(material))
    behind = _behind(material)
    if behind:
        blocks.append(Bullets(behind, "What is behind it"))
    blocks.append(_statements(material))
    return Section("gap", "What workers experience", tuple(blocks))


def _gap_table(material: Material) -> Table:
    framework = material.framework
    return Table(
        "Say–do gap",
        "Stages claimed by the organisation and experienced by workers",
        (Column("Capability", 2.4), Column("Claimed"), Column("Experienced"), Column("Gap in stages")),
        tuple(
            (
                one.capability.name,
                level_name(framework, one.claimed_index),
                "Not known"
                if one.experienced_index is None
                else level_name(framework, one.experienced_index),
                gap_words(one),
            )
            for one in material.gap.capabilities
        ),
    )


def _behind(material: Material) -> tuple[str, ...]:
    return tuple(
        f"{one.capability.short_name}, {stage.stage.name}: {said}"
        for one in material.gap.capabilities
        for stage in one.stages
        if (said := behind_words(stage))
    )


def _statements(material: Material) -> Table:
    results = material.survey.results if material.survey else None
    rows = []
    for one in material.gap.capabilities:
        for stage in one.stages:
            for statement in stage.statements:
                rows.append(
                    (
                        statement.statement.id,
                        statement.statement.text,
                        stage.stage.name,
                        VERDICTS[statement.verdict][1],
                        statement_words(statement, results),
                        (by_role(statement.result) or None) if statement.result else None,
                    )
                )
    columns = (
        Column("Id", 0.8),
        Column("Text", 3.6),
        Column("Stage", 1.3),
        Column("Verdict", 1.4),
        Column("What is known", 2.2),
        Column("By role", detail=True),
    )
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return Table(
        "Worker statements",
        "What is known of each worker statement",
        tuple(columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in rows),
    )
