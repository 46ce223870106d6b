"""Planning: the provably best ways forward, and why they are.

`program` alone loads HiGHS, and only where actions have to be weighed against each other.
"""

from .aim import Aim, AimState, Assurance
from .exact_numbers import QuantityError
from .in_turn import actions_in_turn
from .neighbours import Neighbour, Relation, for_effort, gained, nearby, neighbours, one_more
from .plan import Frontier, FrontierPoint, Gain, Plan, Reached, Roadmap, RoadmapStep, Step
from .plan_for_chosen import plan_for
from .planner import frontier, plan_to_target, plan_within_budget, roadmap
from .reasons import lost_without, ties, unlocks, why_step, without
from .reasons import stages as gains_in_words
from .target import Shortfall, Target, TargetBelowTodayError
from .turning_points import Turn, no_margin, turning_points

__all__ = [
    "Aim",
    "AimState",
    "Assurance",
    "Frontier",
    "FrontierPoint",
    "Gain",
    "Neighbour",
    "Plan",
    "QuantityError",
    "Reached",
    "Relation",
    "Roadmap",
    "RoadmapStep",
    "Shortfall",
    "Step",
    "Target",
    "TargetBelowTodayError",
    "Turn",
    "actions_in_turn",
    "for_effort",
    "frontier",
    "gained",
    "gains_in_words",
    "lost_without",
    "nearby",
    "neighbours",
    "no_margin",
    "one_more",
    "plan_for",
    "plan_to_target",
    "plan_within_budget",
    "roadmap",
    "ties",
    "turning_points",
    "unlocks",
    "why_step",
    "without",
]
