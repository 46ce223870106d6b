"""Plans, frontiers and roadmaps as values that JSON can hold, in the form that the command line promises."""

from __future__ import annotations

from typing import Any

from ..planning.plan import Frontier, Plan, Reached, Roadmap


def plan_form(plan: Plan) -> dict[str, Any]:
    """A plan: effort, objective, where it leads, its steps in order of work, and its bound (see `Plan`)."""
    return {
        "effort": plan.effort,
        "objective": plan.objective,
        "reached": _reached(plan.reached),
        "actions": [
            {
                "indicators": [indicator.id for indicator in step.indicators],
                "action": step.action.id if step.action else None,
                "effort": step.effort,
            }
            for step in plan.steps
        ],
        "bound": plan.bound,
    }


def frontier_form(frontier: Frontier) -> dict[str, Any]:
    """A frontier: its points in ascending effort."""
    return {
        "points": [
            {"effort": point.effort, "objective": point.objective, "reached": _reached(point.reached)}
            for point in frontier.points
        ]
    }


def roadmap_form(roadmap: Roadmap) -> dict[str, Any]:
    """A roadmap: its steps in order; a period is null where no capacity was given."""
    return {
        "steps": [
            {
                "capability": step.gain.capability.id,
                "stage": step.gain.stage.id,
                "effort": step.effort,
                "finished_at": step.finished_at,
                "period": step.period,
            }
            for step in roadmap.steps
        ],
        "weighted_completion": roadmap.weighted_completion,
    }


def _reached(reached: Reached) -> dict[str, str | None]:
    return {id_: stage.id if stage else None for id_, stage in reached.items()}
