"""The one door between what people answered and what anybody gets to see.

docs/decisions/0005-what-a-survey-may-show.md has the rule and why nothing can be subtracted past it. In
short: everything shown is about groups that divide the respondents, each of the minimum or more; only a
closed survey shows anything, and nothing joins it afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import chain
from types import MappingProxyType

from ..errors import UnknownIdError
from ..framework import Framework, Perspective
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
from .vote import Role

_ROLES: Roles = (*Role, None)
_TOGETHER: Roles = ()


class _Block:
    """A group of respondents, and what it said of one statement."""

    __slots__ = ("agreeing", "answered", "respondents", "roles")

    def __init__(self, roles: Iterable[Role | None], respondents: int, answered: int, agreeing: int) -> None:
        self.roles = tuple(role for role in _ROLES if role in frozenset(roles))
        self.respondents, self.answered, self.agreeing = respondents, answered, agreeing

    @classmethod
    def of(cls, blocks: Iterable[_Block]) -> _Block:
        """Several groups together."""
        parts = tuple(blocks)
        return cls(
            [role for part in parts for role in part.roles],
            sum(part.respondents for part in parts),
            sum(part.answered for part in parts),
            sum(part.agreeing for part in parts),
        )


class Survey:
    """The responses to one worker survey, sealed: it tells how many there are, and the rest only `published`.

    Who answered what is added up at once and not kept. Responses without any answer are not counted. `asked`
    has the ids of the statements in the survey, by default all worker statements of the framework. Once
    closed, it takes no further response.
    """

    __slots__ = ("_agreeing", "_answered", "_asked", "_closed", "_respondents")

    def __init__(
        self, responses: Iterable[Response], *, closed: bool, asked: Collection[str] | None = None
    ) -> None:
        self._closed = closed
        self._asked = None if asked is None else frozenset(asked)
        self._respondents: Counter[Roles] = Counter()
        self._answered: Counter[tuple[str, Roles]] = Counter()
        self._agreeing: Counter[tuple[str, Roles]] = Counter()
        said: dict[Role | None, list[Iterable[tuple[str, Answer]]]] = {}
        for response in responses:
            self._respondents[response.role,] += bool(response.answers)
            said.setdefault(response.role, []).append(response.answers.items())
        for role, answers in said.items():
            for (id_, answer), times in Counter(chain.from_iterable(answers)).items():
                self._answered[id_, (role,)] += times * answer.on_scale
                self._agreeing[id_, (role,)] += times * answer.agrees

    @classmethod
    def from_counts(cls, counts: SurveyCounts, *, asked: Collection[str] | None = None) -> Survey:
        """A closed survey of which only the counts were kept."""
        survey = cls((), closed=True, asked=asked)
        survey._respondents.update(counts.respondents)
        for key, (answered, agreeing) in counts.said.items():
            survey._answered[key], survey._agreeing[key] = answered, agreeing
        return survey

    def __repr__(self) -> str:
        return f"Survey({self.respondents} responses, {'closed' if self._closed else 'open'})"

    @property
    def respondents(self) -> int:
        """How many people have responded; that alone is no answer, and may be shown while it is open."""
        return self._respondents.total()

    @property
    def closed(self) -> bool:
        """Whether it takes no further response, so that results can be shown."""
        return self._closed

    def _blocks(self, statement_id: str = "") -> list[_Block]:
        """The respondents by role, and what they said of a statement."""
        known = [roles for roles, count in self._respondents.items() if roles and count]
        known.sort(key=lambda roles: (len(roles) > 1, _ROLES.index(roles[0])))  # several together come last
        return [self._block(roles, statement_id) for roles in known]

    def _block(self, roles: Roles, statement_id: str) -> _Block:
        key = statement_id, roles
        return _Block(roles, self._respondents[roles], self._answered[key], self._agreeing[key])

    def _everybody(self, statement_id: str) -> _Block:
        """What all said of a statement, whether or not their roles are told apart."""
        return _Block.of([*self._blocks(statement_id), self._block(_TOGETHER, statement_id)])


def published(survey: Survey, framework: Framework, rules: SurveyRules | None = None) -> SurveyResults:
    """All that may be shown of a survey, for every worker statement of the framework.

    Raises `UnknownIdError` where the survey has a statement that is no worker statement of the framework.
    """
    rules = rules or SurveyRules()
    ids = [i.id for i in framework.indicators if i.perspective is Perspective.WORKER]
    for id_ in (*(id_ for id_, _ in survey._answered), *(survey._asked or ())):
        if id_ not in ids:
            raise UnknownIdError("worker statement", id_, ids)
    withheld = None
    if not survey.closed:
        withheld = Withheld.OPEN
    elif survey.respondents < rules.minimum:
        withheld = Withheld.TOO_FEW
    if withheld:
        nothing = {id_: StatementResult(id_, withheld=withheld) for id_ in ids}
        return SurveyResults(rules, None, withheld, (), MappingProxyType(nothing))
    groups = _groups(survey, rules.minimum)
    return SurveyResults(
        rules=rules,
        respondents=survey.respondents,
        withheld=None,
        groups=tuple(RespondentGroup(group.roles, group.respondents) for group in groups),
        statements=MappingProxyType(
            {id_: _statement(survey, id_, [group.roles for group in groups], rules) for id_ in ids}
        ),
    )


def _statement(survey: Survey, id_: str, groups: Sequence[Roles], rules: SurveyRules) -> StatementResult:
    if survey._asked is not None and id_ not in survey._asked:
        return StatementResult(id_, withheld=Withheld.NOT_ASKED)
    everybody = survey._everybody(id_)
    if everybody.answered < rules.minimum:
        return StatementResult(id_, withheld=Withheld.TOO_FEW)
    shown = _shown(survey, id_, groups, rules.minimum)
    return StatementResult(
        id_,
        _figure(everybody, _blurred(everybody), rules),
        groups=MappingProxyType({block.roles: _figure(block, _exact(block), rules) for block in shown}),
    )


def _shown(survey: Survey, id_: str, groups: Sequence[Roles], minimum: int) -> list[_Block]:
    """What the groups said of a statement, where that may be shown.

    All groups or none: leaving one out, or putting two together, would tell why.
    """
    blocks = survey._blocks(id_)
    by_group = [_Block.of(block for block in blocks if block.roles[0] in roles) for roles in groups]
    may_be_shown = all(b.answered >= minimum and 0 < b.agreeing < b.answered for b in by_group)
    return by_group if may_be_shown else []


def counts_to_keep(survey: Survey, rules: SurveyRules | None = None) -> SurveyCounts:
    """All that needs to be kept of a survey that is over, for `published` to say the same of it.

    Nobody is in them whom the results do not show: they are in the groups that may be told apart, or all
    together, and where all or all but one said the same, the counts say only that.
    """
    minimum = (rules or SurveyRules()).minimum
    if survey.respondents < minimum:
        return SurveyCounts({_TOGETHER: survey.respondents}, {})
    groups = _groups(survey, minimum)
    said: dict[tuple[str, Roles], tuple[int, int]] = {}
    for id_ in sorted({id_ for id_, _ in survey._answered}):
        everybody = survey._everybody(id_)
        if everybody.answered < minimum:
            continue
        shown = _shown(survey, id_, [group.roles for group in groups], minimum)
        said |= {(id_, block.roles): (block.answered, block.agreeing) for block in shown}
        if not shown:
            one_of_two = min(max(everybody.agreeing, 1), everybody.answered - 1)
            said[id_, _TOGETHER] = everybody.answered, one_of_two
    respondents = {group.roles: group.respondents for group in groups}
    return SurveyCounts(respondents or {_TOGETHER: survey.respondents}, said)


def _groups(survey: Survey, minimum: int) -> list[_Block]:
    """The respondents by role, as they may be shown beside their total; none where they may not.

    Roles with too few go together, and while these could be got by subtraction, the smallest role that could
    be shown goes with them.
    """
    shown = [block for block in survey._blocks() if block.respondents >= minimum]
    hidden = [block for block in survey._blocks() if block.respondents < minimum]
    while hidden and shown and _Block.of(hidden).respondents < minimum:
        smallest = min(shown, key=lambda block: block.respondents)
        shown.remove(smallest)
        hidden.append(smallest)
    if hidden:
        shown.append(_Block.of(hidden))
    return shown if len(shown) > 1 else []


def _figure(block: _Block, share: AgreeingShare, rules: SurveyRules) -> StatementFigure:
    return StatementFigure(block.answered, share, share.reaches(rules.limit))


def _exact(block: _Block) -> AgreeingShare:
    share = Fraction(block.agreeing, block.answered)
    return AgreeingShare(share, share)


def _blurred(block: _Block) -> AgreeingShare:
    """The share, or a range where all or all but one said the same."""
    low = high = block.agreeing
    if block.agreeing <= 1:
        low, high = 0, 1
    elif block.agreeing >= block.answered - 1:
        low, high = block.answered - 1, block.answered
    return AgreeingShare(Fraction(low, block.answered), Fraction(high, block.answered))
