"""Where the service stands: in words, as a radar with its table, and capability by capability."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from clf_model.assessment import Judgement
from clf_model.evidence_summary import evidence_summary
from clf_model.explanation import deciding_blockers, level_name, stage_name, strengths, why
from clf_model.progression import CapabilityResult, profile
from clf_model.suggestions import suggestions
from clf_model.text import join

from ...charts.radar import radar_alt
from ...look.series import evidenced_series, possible_series, reached_series
from ...tables.profile import next_words
from ..document import Block, Bullets, Column, Figure, Paragraph, Section, Table, words
from ..material import Material
from ..pictures import Radar
from .wording import JUDGED, counted

STAGES_READ = (
    "Reached is the stage of which all that the rules ask for is met, and of every stage before it. "
    "Evidenced is the stage where only what has evidence counts. Possible is the stage if everything that "
    "has not been discussed turned out to be met."
)

_SHORT: Mapping[Judgement | None, str] = MappingProxyType({Judgement.NOT_APPLICABLE: "N/A", None: "Open"})
"""Where a column of numbers has no room for the whole words; the method note has them."""


def summary(material: Material) -> Section:
    """The whole in a few sentences: how much was judged, where it stands highest and lowest, what is next."""
    return Section(
        "summary",
        "Summary",
        (*opening(material), *standing_in_words(material), *next_things(material)),
        new_page=True,
    )


def opening(material: Material) -> tuple[Block, ...]:
    """Who assessed what and when, and how much of it was judged and shown."""
    total = sum(1 for _ in material.framework.indicators)
    open_ = material.judged(None)
    evidence = evidence_summary(material.framework, material.assessment)
    parts = [
        f"{material.service} was assessed on {words(material.assessment.assessed_on)} against "
        f"{counted(total, 'indicator')} of the {material.framework.title}.",
        f"{total - open_} of them have been judged: "
        f"{join([f'{material.judged(one)} {JUDGED[one].lower()}' for one in Judgement])}.",
    ]
    if evidence.met:
        parts.append(
            f"{evidence.shown} of the {evidence.met} that are met have evidence, "
            f"{counted(evidence.entries, 'entry', 'entries')} in all are on record."
        )
    return (Paragraph(" ".join(parts)),)


def standing_in_words(material: Material) -> tuple[Block, ...]:
    """The stage of each capability in one line, and which stand highest and lowest."""
    found = material.profile
    known = [r for r in found.capabilities if _is_discussed(material, r)]
    lines = [f"{r.capability.name}: {stage_or_none(material, r)}." for r in found.capabilities]
    blocks: list[Block] = [Bullets(tuple(lines), "Stages reached")]
    highest, lowest = (tuple(r for r in ends if r in known) for ends in (found.highest, found.lowest))
    if len(known) > 1 and len(found.highest) == len(found.capabilities):
        blocks.append(Paragraph("All capabilities have come equally far."))
    elif highest and lowest:
        blocks.append(
            Paragraph(f"Furthest on is {_named(highest)}. The longest way to go has {_named(lowest)}.")
        )
    return tuple(blocks)


def stage_or_none(material: Material, result: CapabilityResult) -> str:
    """The name of the stage reached, or that nothing of the capability was discussed."""
    return stage_name(result) if _is_discussed(material, result) else "nothing discussed yet"


def _in_cell(words: str) -> str:
    return words[:1].upper() + words[1:]


def _is_discussed(material: Material, result: CapabilityResult) -> bool:
    """Whether anything of a capability is judged, also what decides no stage."""
    return any(material.assessment.judgement(one.id) is not None for one in result.capability.indicators)


def _named(results: tuple[CapabilityResult, ...]) -> str:
    return join([r.capability.name for r in results])


def next_things(material: Material) -> tuple[Block, ...]:
    """What would tell or move the most."""
    found = suggestions(material.framework, material.assessment, material.profile)
    return (Bullets(tuple(one.text for one in found), "What would move it most"),) if found else ()


def radar(material: Material) -> Section:
    """The radar of the stages, with the table that says the same."""
    blocks = (radar_figure(material), stage_table(material))
    return Section("radar", "The stages at a glance", blocks)


def radar_figure(material: Material) -> Figure:
    """The radar with what is reached, and where they differ what is evidenced and possible."""
    reached = reached_series(material.profile)
    others = (evidenced_series(material.profile), possible_series(material.profile))
    series = (reached, *(one for one in others if one.levels != reached.levels))
    if material.earlier is not None:
        before = profile(material.framework, material.earlier, material.rules)
        name = f"Earlier, {words(material.earlier.assessed_on)}"
        series = (*series, reached_series(before, name, "earlier"))
    return Figure(
        "Stages by capability: the further out, the later the stage.",
        radar_alt(material.framework, series),
        Radar(material.framework, series),
    )


def stage_table(material: Material) -> Table:
    """Per capability the stage reached, evidenced and possible, and what counts of the next one."""
    framework = material.framework
    return Table(
        "Stages",
        "Stage of each capability",
        (
            Column("Capability", 2.2),
            Column("Reached", 1.1),
            Column("Evidenced", 1.1),
            Column("Possible", 1.1),
            Column("Of the next stage", 1.4),
        ),
        tuple(
            (
                result.capability.name,
                _in_cell(stage_or_none(material, result)),
                level_name(framework, result.evidenced_index),
                level_name(framework, result.possible_index),
                next_words(result),
            )
            for result in material.profile.capabilities
        ),
    )


def brief_stage_table(material: Material) -> Table:
    """Per capability the stage reached, and what counts of the next one."""
    return Table(
        "Stages",
        "Stage of each capability",
        (Column("Capability", 2.0), Column("Stage", 1.2), Column("Of the next stage", 1.2)),
        tuple(
            (r.capability.name, _in_cell(stage_or_none(material, r)), next_words(r))
            for r in material.profile.capabilities
        ),
    )


def capabilities(material: Material) -> Section:
    """Each capability with its stage, why it stands there, what holds it and what is done further on."""
    return Section(
        "capabilities",
        "Capability by capability",
        (Paragraph(STAGES_READ, quiet=True),),
        tuple(_capability(material, result) for result in material.profile.capabilities),
    )


def _capability(material: Material, result: CapabilityResult) -> Section:
    blocks: list[Block] = [
        Paragraph(result.capability.statement, quiet=True),
        Paragraph(why(result, material.assessment, material.rules), "Where it stands"),
    ]
    held = deciding_blockers(result)
    if held:
        items = tuple(
            f"{i.id} {i.text} ({JUDGED[material.assessment.judgement(i.id)].lower()})" for i in held
        )
        blocks.append(Bullets(items, "What holds it back"))
    ahead = strengths(result, material.rules)
    if ahead:
        blocks.append(Paragraph(ahead, "Strengths ahead"))
        blocks.append(Bullets(tuple(f"{i.id} {i.text}" for i in result.strengths_ahead)))
    blocks.append(_counts(result))
    return Section(f"capability-{result.capability.id}", result.capability.name, tuple(blocks))


def _counts(result: CapabilityResult) -> Table:
    several = any(len(stage.counts) > 1 for stage in result.stages)
    return Table(
        "Judgements by stage",
        f"Judgements by stage: {result.capability.name}",
        (
            Column("Stage", 1.5),
            *((Column("Decided by", 1.5),) if several else ()),
            *(Column(_SHORT.get(one, JUDGED[one])) for one in (*Judgement, None)),
            Column("Needed", 1.1),
            Column("Counting", 1.25),
            Column("Addressed", 1.2),
        ),
        tuple(
            (
                stage.stage.name,
                *((perspective.value,) if several else ()),
                counts.met,
                counts.partly,
                counts.not_met,
                counts.not_applicable,
                counts.unanswered,
                counts.needed,
                counts.counting,
                "yes" if counts.addressed else "no",
            )
            for stage in result.stages
            for perspective, counts in stage.counts.items()
        ),
    )
