"""Which documents there are, and what each says in which order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from clf_model.actions.plan import by_due_date
from clf_model.files.assessment import dump_assessment
from clf_model.scenario import levers

from ..file_names import file_name
from .document import (
    Block,
    Bullets,
    Carried,
    Column,
    Document,
    Paragraph,
    Section,
    Statements,
    Table,
    words,
)
from .kinds import PART_TITLES, USUAL_PARTS, Layout, Part
from .material import Material
from .parts import indicators, method, plan, stages, voices
from .parts.asked import open_questions
from .parts.wording import JUDGED, counted

_PARTS: Mapping[Part, Callable[[Material], Section]] = MappingProxyType(
    {
        Part.SUMMARY: stages.summary,
        Part.RADAR: stages.radar,
        Part.CAPABILITIES: stages.capabilities,
        Part.INDICATORS: indicators.indicators,
        Part.DECISIONS: voices.decisions,
        Part.GAP: voices.gap,
        Part.PLAN: plan.plan,
        Part.CHANGES: method.changes,
        Part.OPEN: open_questions,
        Part.RULES: method.rules,
    }
)
"""The parts of the full document in their order; how to read it and the framework follow at the end."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a layout is called, for whom it is, its file's name, and the title that its document bears."""

    name: str
    purpose: str
    file: str
    title: str


LAYOUTS: Mapping[Layout, Kind] = MappingProxyType(
    {
        Layout.FULL: Kind(
            "Full report",
            "All of it, for the record and for who reads closely",
            "report",
            "Self-assessment report",
        ),
        Layout.ONE_PAGE: Kind(
            "One page", "A4 for the board or the wall", "one-page", "Self-assessment on one page"
        ),
        Layout.THREE_QUESTIONS: Kind(
            "Three questions",
            "How are we doing, how do we know, what do we plan: as inspectors ask",
            "three-questions",
            "Self-assessment in three questions",
        ),
        Layout.WORKSHOP: Kind(
            "Workshop",
            "What was asked, how the room voted, what was decided, who does what",
            "workshop-record",
            "Record of the workshop",
        ),
        Layout.PLANNER: Kind(
            "Planner",
            "The actions, the cheapest way, the order of work, month by month",
            "planner",
            "Plan for improvement",
        ),
    }
)

_NOT_YET: Mapping[Part, str] = MappingProxyType(
    {
        Part.DECISIONS: "Decisions and dissent: no workshop has decided anything.",
        Part.GAP: "What workers experience: no survey is closed, and no worker statement was judged.",
        Part.PLAN: "Plan and actions: none are written down.",
        Part.OPEN: "What a critical reader would ask: none of the standing checks asks anything.",
        Part.CHANGES: "What changed: there is no earlier final assessment of this service.",
    }
)


_READING = (
    "The further out, the later the stage. A faint mark shows how much of the next stage is in place already."
)


def compose(material: Material, layout: Layout, parts: Collection[Part] = USUAL_PARTS) -> Document:
    """The document of a layout; `parts` chooses those of the full one.

    A section without content is not in it, unless the organisation has written words of its own for it.
    """
    sections = {
        Layout.FULL: lambda: full(material, parts),
        Layout.ONE_PAGE: lambda: one_page(material),
        Layout.THREE_QUESTIONS: lambda: three_questions(material),
        Layout.WORKSHOP: lambda: workshop(material),
        Layout.PLANNER: lambda: planner(material),
    }[layout]()
    assessment = material.assessment
    facts = [("Assessed on", words(assessment.assessed_on))]
    if assessment.title:
        facts.append(("Assessment", assessment.title))
    if material.standing.value:
        facts.append(("Standing", material.standing.value))
    facts.append(("Framework", material.framework.title))
    facts.append(("Rules", material.rules.describe()))
    return Document(
        title=LAYOUTS[layout].title,
        service=material.service,
        day=assessment.assessed_on,
        facts=tuple(facts),
        marks=material.marks,
        sections=tuple(pruned for one in sections if (pruned := _pruned(one))),
        places=tuple(_places(sections)),
        carried=Carried(
            file_name("assessment", assessment, "yaml"), dump_assessment(assessment, material.framework)
        ),
        logo=material.logo,
        contents=layout is Layout.FULL,
        dense=layout is Layout.ONE_PAGE,
    )


def full(material: Material, parts: Collection[Part]) -> tuple[Section, ...]:
    """Everything, but for the parts switched off and those without content, which the method note names."""
    made = {part: _with_own(material, of(material)) for part, of in _PARTS.items() if part in parts}
    left_out = [_NOT_YET.get(part, PART_TITLES[part]) for part, one in made.items() if one.is_empty]
    if Part.METHOD in parts:
        made[Part.METHOD] = _with_own(material, method.method(material, left_out))
    if Part.SOURCE in parts:
        made[Part.SOURCE] = _with_own(material, method.source(material))
    return tuple(made.values())


def one_page(material: Material) -> tuple[Section, ...]:
    """The radar, the stages, the three things that hold most back, the three next actions."""
    held = levers(material.framework, material.assessment, material.profile)[:3]
    blocks: list[Block] = []
    if held:
        names = {c.id: c.short_name for c in material.framework.capabilities}
        items = tuple(
            f"{one.indicator.id} {one.indicator.text} ({names[one.indicator.capability_id]}, "
            f"before {one.stage.name}: {JUDGED[material.assessment.judgement(one.indicator.id)].lower()})"
            for one in held
        )
        blocks.append(Bullets(items))
    open_ = by_due_date(one for one in material.assessment.actions.values() if one.status.is_open)[:3]
    rows = tuple((one.title, one.owner, plan.due(one, material.day), one.measure) for one in open_)
    columns = (
        Column("Action", 2.6),
        Column("Owner", 1.2),
        Column("Due", 1.2),
        Column("Measure of success", 2.2),
    )
    next_ = (Table("Next actions", "The next three by due date", columns, rows),) if rows else ()
    return _sections(
        material,
        Section(
            "radar", "Where we stand", (stages.radar_figure(material), stages.brief_stage_table(material))
        ),
        Section("held", "What holds us back most", tuple(blocks)),
        Section("next", "What we do next", next_),
        Section(
            "rules", "How to read this", (Paragraph(_READING, quiet=True), *method.rules(material).blocks)
        ),
    )


def three_questions(material: Material) -> tuple[Section, ...]:
    """How are we doing? How do we know? What do we plan to do next?"""
    doing = Section(
        "doing",
        "How are we doing?",
        (*stages.opening(material), *stages.radar(material).blocks),
        tuple(
            Section(
                one.id, one.title, tuple(b for b in one.blocks if isinstance(b, Paragraph) and not b.quiet)
            )
            for one in stages.capabilities(material).sections
        ),
    )
    know = Section(
        "know",
        "How do we know?",
        (),
        (
            Section("evidence", "Evidence", _evidence(material)),
            voices.gap(material),
            voices.decisions(material),
        ),
    )
    next_ = Section(
        "planned",
        "What do we plan to do next?",
        stages.next_things(material),
        (Section("plan", "Actions", plan.actions(material)), method.changes(material)),
    )
    return _sections(material, doing, know, next_)


def _evidence(material: Material) -> tuple[Block, ...]:
    """Every piece of evidence, by indicator."""
    shown = [
        replace(block, rows=rows)
        for section in indicators.indicators(material).sections
        for block in section.blocks
        if isinstance(block, Statements) and (rows := tuple(row for row in block.rows if row.evidence))
    ]
    if not shown:
        return ()
    bare = sum(
        not material.assessment.record(i.id).evidence and material.assessment.judgement(i.id) == "met"
        for i in material.framework.indicators
    )
    note = f"{counted(bare, 'indicator')} judged met {'has' if bare == 1 else 'have'} no evidence yet."
    return (
        *((Paragraph(note),) if bare else ()),
        *shown,
    )


def workshop(material: Material) -> tuple[Section, ...]:
    """What was asked, the votes, what was decided, why, who saw it otherwise, and who does what."""
    found: list[Section] = []
    decided = {one.id: one for one in voices.decisions(material).sections}
    for number, held in enumerate(material.workshops, 1):
        agreed = decided.get(f"decisions-{number}")
        found.append(
            Section(
                f"workshop-{number}",
                voices.workshop_name(held),
                (Paragraph(voices.asked(held)), *voices.disagreement(material, held.tallies)),
                (
                    Section(f"agreed-{number}", "What was decided", agreed.blocks if agreed else ()),
                    Section(f"votes-{number}", "How the room voted", voices.votes(material, held)),
                ),
            )
        )
    next_ = Section("plan", "Who does what by when", plan.actions(material))
    after = Section("radar", "Where the service stands now", stages.radar(material).blocks)
    return _sections(material, *found, next_, after, method.method(material, ()))


def planner(material: Material) -> tuple[Section, ...]:
    """Where it stands, the actions, the cheapest way, the frontier, the order of work, the roadmap."""
    return _sections(
        material,
        Section("radar", "Where we stand", stages.radar(material).blocks),
        Section("plan", "Actions", plan.actions(material)),
        plan.cheapest_way(material),
        plan.curve(material),
        plan.order_of_work(material),
        plan.months(material),
        Section("scenarios", "Scenarios", plan.scenarios(material)),
    )


def _sections(material: Material, *sections: Section) -> tuple[Section, ...]:
    """The sections with the organisation's own words."""
    return tuple(_with_own(material, one) for one in sections)


def _places(sections: tuple[Section, ...]) -> Iterator[tuple[str, str]]:
    """Each section's id and title, those in another one with its title before theirs."""
    for section in sections:
        yield section.id, section.title
        for one in section.sections:
            yield one.id, f"{section.title}: {one.title}"


def _with_own(material: Material, section: Section) -> Section:
    own = material.assessment.texts.get(section.id)
    return replace(section, own=own, sections=tuple(_with_own(material, one) for one in section.sections))


def _pruned(section: Section) -> Section | None:
    """The section without empty ones in it; None where it is empty itself."""
    if section.is_empty:
        return None
    kept = tuple(pruned for one in section.sections if (pruned := _pruned(one)))
    return replace(section, sections=kept)
