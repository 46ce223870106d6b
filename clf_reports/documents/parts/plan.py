"""What is planned: actions with owners and dates, scenarios, the frontier, the order of work, the roadmap."""

from __future__ import annotations

from datetime import date

from clf_model.action import Action, ActionStatus
from clf_model.actions.plan import action_summary
from clf_model.comparison import compare
from clf_model.errors import ClfError
from clf_model.naming import known, named
from clf_model.planning import Plan, Target, frontier, plan_to_target, roadmap, why_step
from clf_model.planning.schedule import month_after, schedule
from clf_model.planning.schedule_values import Schedule
from clf_model.text import join

from ...attention import attention
from ...charts.frontier import frontier_alt, frontier_table
from ...charts.timeline import timeline_alt, timeline_table
from ...tables.actions import action_table
from ...tables.profile import comparison_table
from ..document import Block, Bullets, Cell, Column, Figure, Paragraph, Section, Table, words
from ..material import Material
from ..pictures import Curve, Timeline
from .frames import table_of
from .wording import counted

_DONE_BY = {
    "Action": 4.6,
    "Status": 1.0,
    "Standing": 1.1,
    "Owner": 1.3,
    "Due": 1.4,
    "Effort": 0.8,
    "Measure of success": 0.0,
    "Covers": 0.0,
    "Comes after": 0.0,
}
_NOT_DONE = {
    "Action": 4.6,
    "Why not": 0.0,
    "Standing": 1.3,
    "Review on": 1.5,
    "Owner": 1.2,
    "Due": 1.4,
    "Effort": 0.8,
    "Measure of success": 0.0,
    "Covers": 0.0,
    "Comes after": 0.0,
}
MID_MONTH = 15


def plan(material: Material) -> Section:
    """The actions, and the scenarios that were tried."""
    return Section("plan", "Plan and actions", (*actions(material), *scenarios(material)))


def actions(material: Material) -> tuple[Block, ...]:
    """Who does what by when, and what is not being done and why."""
    found = material.assessment.actions
    if not found:
        return ()
    effort = material.unit.heading()
    rename = {"Effort": effort}
    frame = action_table(material.framework, found, material.day, material.unit)
    frame["Covers"] = [_named(material, ids) for ids in frame["Covers"]]
    status = frame["Status"] == ActionStatus.NOT_DOING.label
    blocks: list[Block] = [Paragraph(_summed(material))]
    rooms = {rename.get(name, name): room for name, room in _DONE_BY.items()}
    if (~status).any():
        blocks.append(table_of("Actions", "Who does what by when", frame[~status], rooms))
    if status.any():
        rooms = {rename.get(name, name): room for name, room in _NOT_DONE.items()}
        blocks.append(table_of("Not being done", "What is not being done, and why", frame[status], rooms))
    return tuple(blocks)


def due(action: Action, day: date) -> Cell:
    """When an action is due, and that it is late where it is."""
    note = attention(action, day)
    return f"{words(action.due)}: {note.lower()}" if action.due and note else action.due


def _named(material: Material, ids: str) -> str:
    return "; ".join(map(named, known(material.framework, ids.split(", "))))


def _summed(material: Material) -> str:
    summary = action_summary(material.assessment.actions.values(), material.day)
    by = [f"{number} {status.label.lower()}" for status, number in summary.by_status.items() if number]
    late = f" {summary.overdue} of them overdue." if summary.overdue else ""
    total = counted(sum(summary.by_status.values()), "action")
    return f"{total}: {join(by)}.{late}"


def scenarios(material: Material) -> tuple[Block, ...]:
    """What each scenario would bring."""
    if not material.scenarios:
        return ()
    compared = {
        one.name: compare(
            material.framework, material.assessment, one.applied_to(material.assessment), material.rules
        )
        for one in material.scenarios
    }
    rooms = {
        "Scenario": 1.0,
        "Capability": 2.0,
        "Today": 1.0,
        "In the scenario": 1.0,
        "Judgements changed": 0.0,
    }
    effort = [
        f"{one.name} takes {material.unit.of(one.effort(material.assessment, material.rules))} and gains "
        f"{counted(compared[one.name].stages_gained, 'stage')}."
        for one in material.scenarios
    ]
    return (
        Bullets(tuple(effort), "Scenarios tried"),
        table_of("Scenarios", "What the scenarios would change", comparison_table(compared), rooms),
    )


def target_of(material: Material) -> Target:
    """What the plan aims at: what was chosen, else the next stage of every capability."""
    if material.target is not None:
        return material.target
    following = {r.capability.id: r.next.stage.id for r in material.profile.capabilities if r.next}
    return Target(by_capability=following)


def aim_words(material: Material) -> str:
    """What the plan aims at, in words."""
    if material.target is None:
        return "the next stage of every capability"
    if material.target.everywhere:
        return f"{material.framework.stage(material.target.everywhere).name} in every capability"
    return "the stages chosen"


def best_plan(material: Material) -> Plan | None:
    """The cheapest way to the target; None where nothing is left to do, or none can be planned."""
    try:
        found = plan_to_target(
            material.framework, material.assessment, target_of(material), rules=material.rules
        )
    except ClfError:
        return None
    return found if found.steps else None


def cheapest_way(material: Material) -> Section:
    """The cheapest set of things to do for the target, each with its reason."""
    found = best_plan(material)
    if found is None:
        return Section("way", "The cheapest way there")
    rows = tuple(
        (
            number,
            step.label,
            "; ".join(map(named, step.indicators)) if step.action else None,
            step.effort,
            why_step(found, step, material.unit),
        )
        for number, step in enumerate(found.steps, 1)
    )
    columns = (
        Column("Order", 0.5),
        Column("What", 3.0),
        Column("Brings to met", detail=True),
        Column(material.unit.heading(), 0.8),
        Column("Why", 2.6),
    )
    blocks: list[Block] = [
        Paragraph(
            f"To reach {aim_words(material)} takes {material.unit.of(found.effort)} at least, in "
            f"{counted(len(found.steps), 'step')}, and gains {counted(len(found.gains), 'stage')}. "
            "No other way takes less."
        ),
        Table("Cheapest way", "What to do, in the order that brings stages earliest", columns, rows),
    ]
    if found.missing:
        blocks.append(Bullets(tuple(map(str, found.missing)), "What no effort reaches"))
    return Section("way", "The cheapest way there", tuple(blocks))


def curve(material: Material) -> Section:
    """What each effort can bring at best."""
    try:
        found = frontier(material.framework, material.assessment, rules=material.rules)
    except ClfError:
        return Section("frontier", "What each effort can bring")
    if len(found.points) < 2:
        return Section("frontier", "What each effort can bring")
    chosen = best_plan(material)
    rooms = {material.unit.heading(): 0.8, "Stages gained": 0.8, "Other than above": 4.0}
    frame = frontier_table(found, material.framework, material.unit)
    return Section(
        "frontier",
        "What each effort can bring",
        (
            Figure(
                "The most stages that can be gained for each effort.",
                frontier_alt(found, chosen, material.unit),
                Curve(found, chosen, material.unit),
            ),
            table_of("Frontier", "Every best trade-off between effort and stages", frame, rooms),
        ),
    )


def order_of_work(material: Material) -> Section:
    """The stages in the order that brings them earliest."""
    try:
        found = roadmap(
            material.framework, material.assessment, target=target_of(material), rules=material.rules
        )
    except ClfError:
        return Section("order", "The order of work")
    if not found.steps:
        return Section("order", "The order of work")
    rows = tuple(
        (number, step.gain.capability.name, step.gain.stage.name, step.effort, step.finished_at)
        for number, step in enumerate(found.steps, 1)
    )
    columns = (
        Column("Order", 0.5),
        Column("Capability", 2.4),
        Column("Stage", 1.2),
        Column(material.unit.heading(), 0.9),
        Column(material.unit.heading("Spent by then"), 1.2),
    )
    return Section(
        "order",
        "The order of work",
        (Table("Order of work", "The order in which stages arrive earliest", columns, rows),),
    )


def months(material: Material) -> Section:
    """The roadmap month by month."""
    title = "Month by month"
    found = _schedule(material)
    if found is None or not found.months:
        return Section("roadmap", title)
    rooms = {
        "Month": 1.3,
        "Work": 3.2,
        "Owner": 1.3,
        "Due": 1.5,
        "Waits for": 0.0,
        material.unit.heading(): 0.8,
        "Stages that arrive": 1.8,
    }
    frame = timeline_table(found, brief=True, unit=material.unit)
    said = (
        f"With {material.unit.of(material.capacity)} a month, all of it takes "
        f"{material.unit.of(found.effort)} in {counted(len(found.months), 'month')}."
    )
    return Section(
        "roadmap",
        title,
        (
            Paragraph(said),
            Figure(
                "Work and stages, month by month.",
                timeline_alt(found),
                Timeline(material.framework, found),
            ),
            table_of("Roadmap", "What is finished in each month", frame, rooms),
        ),
    )


def _schedule(material: Material) -> Schedule | None:
    try:
        return schedule(
            material.framework,
            material.assessment,
            target_of(material),
            capacity=material.capacity,
            first=month_after(material.day, 0 if material.day.day <= MID_MONTH else 1),
            day=material.day,
            rules=material.rules,
        )
    except ClfError:
        return None
