"""What people say: votes in a workshop, answers to a worker survey, and what may be shown of them."""

from .agenda import Agenda, AgendaItem, Pace, agenda, pace
from .decision import Decision, decided
from .demonstration import PHONES, ROLES, SimulatedVote, arrivals, capability_to_show, simulated_votes
from .errors import VoicesError
from .gap import CapabilityGap, ExperienceSource, SayDoGap, StageGap, StatementGap, Verdict
from .gap_rule import say_do_gap
from .outcome import Outcome, Written, outcome
from .paper import SheetCheck, check_sheets
from .publication import Survey, counts_to_keep, published
from .results import (
    AgreeingShare,
    RespondentGroup,
    Roles,
    StatementFigure,
    StatementResult,
    SurveyResults,
    Withheld,
)
from .survey import Answer, Response, SurveyCounts, SurveyRules
from .tally import Movement, Tally, VoteCounts, agreement, counted_by_hand, most_voted
from .voices_file import SurveyFile, VoicesFile, WorkshopFile, load_voices, parse_voices
from .vote import Role, Vote

__all__ = [
    "PHONES",
    "ROLES",
    "Agenda",
    "AgendaItem",
    "AgreeingShare",
    "Answer",
    "CapabilityGap",
    "Decision",
    "ExperienceSource",
    "Movement",
    "Outcome",
    "Pace",
    "RespondentGroup",
    "Response",
    "Role",
    "Roles",
    "SayDoGap",
    "SheetCheck",
    "SimulatedVote",
    "StageGap",
    "StatementFigure",
    "StatementGap",
    "StatementResult",
    "Survey",
    "SurveyCounts",
    "SurveyFile",
    "SurveyResults",
    "SurveyRules",
    "Tally",
    "Verdict",
    "VoicesError",
    "VoicesFile",
    "Vote",
    "VoteCounts",
    "Withheld",
    "WorkshopFile",
    "Written",
    "agenda",
    "agreement",
    "arrivals",
    "capability_to_show",
    "check_sheets",
    "counted_by_hand",
    "counts_to_keep",
    "decided",
    "load_voices",
    "most_voted",
    "outcome",
    "pace",
    "parse_voices",
    "published",
    "say_do_gap",
    "simulated_votes",
]
