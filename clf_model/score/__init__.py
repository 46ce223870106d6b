"""Many assessments at once, in memory and in files, with numpy."""

from .bulk import CODES, CodesError, EvidenceRuleError, Scores, score
from .judgements import Judgements, read_judgements
from .results import score_file

__all__ = [
    "CODES",
    "CodesError",
    "EvidenceRuleError",
    "Judgements",
    "Scores",
    "read_judgements",
    "score",
    "score_file",
]
