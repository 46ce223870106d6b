"""What the words and numbers in the cells of answers mean, and what has to be asked about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..files.findings import quoted
from ..text import join
from ..voices.survey import Answer, SurveyRules
from ..voices.vote import Role
from .choices import Choices, ColumnUse
from .columns import Column
from .labels import NO_ANSWER, ROLES, as_number, folded, meanings, numbered
from .questions import Question, QuestionKind
from .rows import AnswerRows
from .scale import Scale

MOST_LABELS = 40
"""More words than this that are not known are no scale: the column is asked about, not each word."""


class AnswerWords:
    """What the cells of the statements' columns and of the role's column mean."""

    def __init__(self, columns: Sequence[Column], rows: AnswerRows, choices: Choices) -> None:
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self._choices = choices
        self._folded: dict[str, str] = {}
        where: dict[str, dict[int, None]] = {}
        for column in columns:
            if column.use is ColumnUse.STATEMENT:
                for raw in dict.fromkeys(rows.column(column.place)):
                    where.setdefault(self._fold(raw), {})[column.place] = None
        self._where = where
        told = meanings(where)
        self.numbers = tuple(sorted({n for word in where if (n := as_number(word)) is not None}))
        self.meanings: dict[str, Answer | None] = {
            word: choices.labels[word] if word in choices.labels else told.get(word)
            for word in where
            if word and (word in told or word in choices.labels or word in NO_ANSWER)
        }
        self.told_of_many = self._told_of_many(columns, rows)
        self._ask(told)
        self._by_raw = {raw: self._meaning(word) for raw, word in self._folded.items()}
        self._speaks = {raw: self._says_something(word) for raw, word in self._folded.items()}
        self._tell_of_no_answers()
        self._read_roles(columns, rows)

    def _tell_of_no_answers(self) -> None:
        """Words that stand for no answer are words all the same: they are named."""
        none = [w for w, answer in self.meanings.items() if answer is None and w not in self._choices.labels]
        none = [word for word in none if word in NO_ANSWER]
        if none:
            self.notes.append(f"Counted as no answer: {join([quoted(word) for word in none])}.")

    def _fold(self, raw: str) -> str:
        word = self._folded.get(raw)
        if word is None:
            word = self._folded[raw] = folded(raw)
        return word

    def _told_of_many(self, columns: Sequence[Column], rows: AnswerRows) -> dict[str, Answer | None]:
        """The words that a person explained and many cells hold."""
        raws = [raw for raw, word in self._folded.items() if word in self._choices.labels]
        count: Counter[str] = Counter()
        for column in columns:
            if column.use is ColumnUse.STATEMENT:
                for raw in raws:
                    count[self._folded[raw]] += rows.column(column.place).count(raw)
        return {w: a for w, a in self._choices.labels.items() if count[w] >= SurveyRules().minimum}

    def _meaning(self, word: str) -> Answer | None:
        if word in self._choices.labels:
            return self._choices.labels[word]
        number = as_number(word)
        if number is None:
            return self.meanings.get(word)
        scale = self._choices.scale
        return scale.answer(int(number)) if scale and number.is_integer() else None

    def _ask(self, told: Mapping[str, Answer | None]) -> None:
        known = self._choices.labels
        open_words = [word for word, answer in told.items() if answer is None and word not in known]
        crowded = self._crowded(open_words)
        for place, count in crowded.items():
            about = (
                f"This column holds {count} different texts that are no known answers. Is it one of answers?"
            )
            self.questions.append(Question(QuestionKind.COLUMN, about, (place,)))
        for word in open_words:
            if not set(self._where[word]) <= set(crowded):
                about = f"{quoted(word)} is not known as an answer. Say which one it is."
                places = tuple(self._where[word])
                self.questions.append(Question(QuestionKind.LABEL, about, places, word))
        numbers = [word for word in self._where if as_number(word) is not None and word not in known]
        if numbers and self._choices.scale is None:
            shown = ", ".join(f"{n:g}" for n in self.numbers[:20])
            about = f"Answers are numbers: {shown}. Say which one disagrees and which one agrees most."
            places = tuple(dict.fromkeys(n for word in numbers for n in self._where[word]))
            self.questions.append(Question(QuestionKind.SCALE, about, places))
        elif self._choices.scale is not None:
            self._ask_for_the_other_way_round(self._choices.scale)
            outside = [word for word in numbers if self._meaning(word) is None][:MOST_LABELS]
            points = f"{self._choices.scale.disagree}–{self._choices.scale.agree}"
            for word in outside:
                about = (
                    f"{word} is no point of the scale {points}. Say what it means, or choose another scale."
                )
                self.questions.append(Question(QuestionKind.SCALE, about, tuple(self._where[word]), word))

    def _ask_for_the_other_way_round(self, scale: Scale) -> None:
        """Labels such as "5 - strongly agree" may say that the scale chosen runs the other way."""
        for word, meant in self.meanings.items():
            number = numbered(word)
            chosen = None if number is None else scale.answer(number)
            if not (meant and chosen) or word in self._choices.labels:
                continue
            if Answer.NEITHER in (meant, chosen) or not meant.on_scale or meant.agrees == chosen.agrees:
                continue
            said, told = ("agrees", "disagrees") if meant.agrees else ("disagrees", "agrees")
            about = (
                f"By the answer {quoted(word)}, {number} {said}; on the scale {scale.disagree}–{scale.agree} "
                f"it {told}. Choose the scale the other way round, or say what this answer means."
            )
            self.questions.append(Question(QuestionKind.SCALE, about, tuple(self._where[word]), word))

    def _crowded(self, open_words: Iterable[str]) -> dict[int, int]:
        """Columns with very many texts that are not known, and how many."""
        count: dict[int, int] = {}
        for word in open_words:
            for place in self._where[word]:
                count[place] = count.get(place, 0) + 1
        return {place: number for place, number in count.items() if number > MOST_LABELS}

    def _read_roles(self, columns: Sequence[Column], rows: AnswerRows) -> None:
        places = [column.place for column in columns if column.use is ColumnUse.ROLE]
        self._roles: dict[str, Role | None] = {}
        unknown: dict[str, None] = {}
        for raw in {cell for place in places for cell in rows.column(place) if cell}:
            word = folded(raw)
            self._roles[raw] = self._choices.roles[word] if word in self._choices.roles else ROLES.get(word)
            if self._roles[raw] is None and word not in self._choices.roles and word not in NO_ANSWER:
                unknown[word] = None
        self.unknown_roles = tuple(sorted(unknown))
        if unknown:
            listed = ", ".join(quoted(word) for word in self.unknown_roles[:5])
            more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
            self.notes.append(f"Counted as having named no role: {listed}{more}.")

    def answers(self, cells: Iterable[str]) -> list[Answer | None]:
        """What cells say; None for no answer, and for what is still asked."""
        return list(map(self._by_raw.get, cells))

    def speaking(self, cells: Iterable[str]) -> list[bool]:
        """Whether cells have an answer, known or not."""
        return list(map(self._speaks.__getitem__, cells))

    def roles(self, cells: Iterable[str]) -> list[Role | None]:
        """The roles that cells name."""
        return list(map(self._roles.get, cells))

    def _says_something(self, word: str) -> bool:
        if word in self._choices.labels:
            return self._choices.labels[word] is not None
        return word not in NO_ANSWER
