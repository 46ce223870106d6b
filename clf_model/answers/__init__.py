"""Survey answers as other tools write them: from tables of cells to responses, and what became of every cell.

Pure: `clf_model.table_files` makes tables of files. Start with `read_answers`.
"""

from .choices import AnswerColumn, Choices, ColumnUse
from .columns import Column
from .labels import ANSWER_WORDS, ROLES, folded
from .questions import Question, QuestionKind
from .reading import Reading, read_answers
from .recognition import Recognised, Recogniser
from .row_rules import PassedOver
from .scale import Scale, ScaleError, parse_scale

__all__ = [
    "ANSWER_WORDS",
    "ROLES",
    "AnswerColumn",
    "Choices",
    "Column",
    "ColumnUse",
    "PassedOver",
    "Question",
    "QuestionKind",
    "Reading",
    "Recognised",
    "Recogniser",
    "Scale",
    "ScaleError",
    "folded",
    "parse_scale",
    "read_answers",
]
