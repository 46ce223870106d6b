"""The commands that plan: `plan`, `frontier` and `roadmap`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from ..assessment import Assessment
from ..errors import ClfError
from ..framework import Framework
from ..planning import (
    Plan,
    Shortfall,
    Target,
    frontier,
    nearby,
    one_more,
    plan_to_target,
    plan_within_budget,
    roadmap,
)
from ..planning.effort_unit import DAYS, EffortUnit, UnitError
from ..planning.objective import Objective
from ..planning.reasons import stages
from ..rules import Rules
from .input import read_assessments, read_framework, read_rules
from .json_output import as_json
from .planning_json import frontier_form, plan_form, roadmap_form
from .planning_text import frontier_text, plan_text, roadmap_text
from .text_output import printable

Command = Callable[[str, Callable[[argparse.Namespace], str], str], argparse.ArgumentParser]


class NoAnswerError(ClfError):
    """What was asked for cannot be had."""

    @classmethod
    def unreachable(
        cls, missing: Iterable[Shortfall], budget: float | None, best: Plan | None, unit: EffortUnit
    ) -> NoAnswerError:
        """Targets that no effort reaches; with a budget, `best` is how far that goes towards them."""
        sentences = [str(shortfall) for shortfall in missing]
        if budget is not None and best is not None:
            sentences.append(f"The budget of {unit.of(budget)} is enough for {_far(best)}.")
        return cls("\n".join(sentences))

    @classmethod
    def beyond(cls, wanted: Plan, budget: float, best: Plan, unit: EffortUnit) -> NoAnswerError:
        """A target that takes more than the budget; `best` is how far that goes."""
        return cls(
            f"The target takes {unit.of(wanted.effort)}, {unit.of(wanted.effort - budget)} more "
            f"than the budget of {unit.of(budget)}. It is enough for {_far(best)}."
        )


def _far(best: Plan) -> str:
    return stages(best.gains) if best.gains else "no stage"


class OptionError(ClfError):
    """Options do not go together."""


def add_planning(command: Command) -> tuple[argparse.ArgumentParser, ...]:
    """Add the commands; the options of rules and output are still to be added to what is returned."""
    plan = command("plan", _plan, "Find the cheapest way to a target, or the best use of a budget")
    curve = command("frontier", _frontier, "Show every best trade-off between effort and stages gained")
    order = command("roadmap", _roadmap, "Put the stages ahead in the order that brings them earliest")
    for added in (plan, curve, order):
        added.add_argument("file", metavar="FILE", help="an assessment")
        added.add_argument(
            "--priority",
            action="append",
            default=[],
            type=_priority,
            metavar="CAPABILITY=WEIGHT",
            help="how much a stage of a capability is worth (default: 1); may be repeated",
        )
        added.add_argument(
            "--unit",
            type=_unit,
            default=DAYS,
            metavar="NAME",
            help=f"what efforts are counted in, such as points or hours (default: {DAYS.name})",
        )
    for added in (plan, order):
        added.add_argument(
            "--to",
            action="append",
            default=[],
            metavar="[CAPABILITY=]STAGE",
            help="the stage to reach, everywhere or in one capability; may be repeated",
        )
    plan.add_argument("--budget", type=float, metavar="EFFORT", help="the most effort to spend")
    plan.add_argument(
        "--objective",
        choices=[objective.value for objective in Objective],
        help="what the best use of a budget is: most stages (the default), or the weakest capabilities first",
    )
    order.add_argument("--capacity", type=float, metavar="EFFORT", help="the effort that one period holds")
    return plan, curve, order


def _priority(text: str) -> tuple[str, float]:
    id_, _, weight = text.partition("=")
    try:
        return id_, float(weight)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not CAPABILITY=WEIGHT, such as feedback=2") from None


def _unit(text: str) -> EffortUnit:
    try:
        return EffortUnit(text)
    except UnitError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _priorities(options: argparse.Namespace) -> dict[str, float]:
    pairs: list[tuple[str, float]] = options.priority
    _refuse_repeats("--priority", [id_ for id_, _ in pairs])
    return dict(pairs)


def _target(options: argparse.Namespace) -> Target | None:
    """What --to asks for; None where it is not given."""
    wanted: list[str] = options.to
    if not wanted:
        return None
    pairs = [text.rpartition("=") for text in wanted]
    _refuse_repeats("--to", [id_ for id_, _, _ in pairs])
    everywhere = next((stage for _, sign, stage in pairs if not sign), None)
    return Target(everywhere, {id_: stage for id_, sign, stage in pairs if sign})


def _refuse_repeats(option: str, ids: list[str]) -> None:
    for id_ in ids:
        if ids.count(id_) > 1:
            where = f"for {id_!r}" if id_ else "for all capabilities"
            raise OptionError(f"{option} is given twice {where}. Leave one of them out.")


def _read(options: argparse.Namespace) -> tuple[Framework, Assessment, Rules]:
    framework = read_framework(options)
    rules = read_rules(options, framework)
    (assessment,) = read_assessments([options.file], framework)
    return framework, assessment, rules


def _plan(options: argparse.Namespace) -> str:
    target, budget, priorities = _target(options), options.budget, _priorities(options)
    if target is None and budget is None:
        raise OptionError("A plan needs a target or a budget. Add --to STAGE or --budget EFFORT.")
    if options.objective and budget is None:
        raise OptionError("--objective says how to spend a budget. Add --budget EFFORT, or leave it out.")
    framework, assessment, rules = _read(options)
    unit: EffortUnit = options.unit
    objective = Objective(options.objective or Objective.TOTAL)

    def within(limit: float) -> Plan:
        return plan_within_budget(
            framework,
            assessment,
            limit,
            objective=objective,
            rules=rules,
            priorities=priorities,
            target=target,
        )

    if target is None:
        found = within(budget)
    else:
        best = within(budget) if budget is not None else None
        found = plan_to_target(framework, assessment, target, rules=rules, priorities=priorities)
        if found.missing:
            raise NoAnswerError.unreachable(found.missing, budget, best, unit)
        if best is not None and found.effort > budget:
            raise NoAnswerError.beyond(found, budget, best, unit)
    if options.json:
        return as_json(plan_form(found))
    if target is None and objective is Objective.WEAKEST_FIRST:
        return printable(plan_text(found, "nothing lifts the weakest further", unit=unit))
    curve = frontier(framework, assessment, rules=rules, priorities=priorities)
    if target is not None:
        way = frontier(framework, assessment, rules=rules, priorities=priorities, target=target)
        more = nearby(found, curve, way, unit=unit)
        return printable(plan_text(found, "no way there takes less", more, unit))
    notes = (one_more(curve, budget, unit=unit), *nearby(found, curve, unit=unit))
    return printable(plan_text(found, "nothing brings more", notes, unit))


def _frontier(options: argparse.Namespace) -> str:
    priorities = _priorities(options)
    framework, assessment, rules = _read(options)
    found = frontier(framework, assessment, rules=rules, priorities=priorities)
    if options.json:
        return as_json(frontier_form(found))
    return printable(frontier_text(found, framework, assessment, rules, options.unit))


def _roadmap(options: argparse.Namespace) -> str:
    target, priorities = _target(options), _priorities(options)
    framework, assessment, rules = _read(options)
    found = roadmap(
        framework,
        assessment,
        target=target,
        rules=rules,
        priorities=priorities,
        capacity=options.capacity,
    )
    if found.missing:
        raise NoAnswerError.unreachable(found.missing, None, None, options.unit)
    if options.json:
        return as_json(roadmap_form(found))
    return printable(roadmap_text(found, framework, assessment, rules, options.unit))
