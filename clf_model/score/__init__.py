"""Many assessments at once, in memory and in files, with numpy."""

from .bulk import CODES, CodesError, EvidenceRuleError, Scores, score
from .judgements import Judgements, read_judgements
from .results import score_file
from .side_by_side import (
    UNSHOWN,
    CommonBlocker,
    SideBySide,
    common_blockers,
    in_place,
    latest,
    moves,
    side_by_side,
    spread,
)

__all__ = [
    "CODES",
    "UNSHOWN",
    "CodesError",
    "CommonBlocker",
    "EvidenceRuleError",
    "Judgements",
    "Scores",
    "SideBySide",
    "common_blockers",
    "in_place",
    "latest",
    "moves",
    "read_judgements",
    "score",
    "score_file",
    "side_by_side",
    "spread",
]
