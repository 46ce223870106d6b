"""The worker surveys of the assessment in view, and the say–do gap that follows from one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from clf_model import Indicator
from clf_model.voices import SayDoGap, SurveyResults, say_do_gap
from clf_store import NotOwnerError, SurveyInfo, UnknownLinkError

from .. import state
from ..clock import zone_in_words
from ..wording import long_date, told_apart
from .gone import say_gone
from .in_force import day_for_everyone, zone_in_force
from .loaders import st_store
from .survey_results import is_over, results_for
from .view import View
from .visitor import seat

GAP, SURVEYS, ANSWERS = "Gap", "Worker survey", "Import answers"
"""The tabs of the page."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What the page shows: the gap, all surveys of the assessment, and the one that it rests on.

    `survey` and `results` are None where no survey is over; `found` then has the judgements alone. `left_out`
    are statements that the survey asked as another edition has them, so that they are not compared.
    """

    view: View
    found: SayDoGap
    surveys: tuple[SurveyInfo, ...]
    survey: SurveyInfo | None
    results: SurveyResults | None
    left_out: tuple[Indicator, ...] = ()

    @property
    def over(self) -> dict[int, SurveyInfo]:
        """The surveys that can be shown, by id, the newest first."""
        return _over(self.surveys)


def current_gap(view: View) -> Gap:
    """The gap by the survey chosen, or the newest that is over."""
    surveys = st_store().surveys.of_assessment(view.info.id)
    over, survey = _over(surveys), None
    instead = "This is the newest that is over." if over else "No other is over yet."
    say_gone(state.SURVEY, over, "survey", instead)
    if over:
        state.keep_valid(state.SURVEY, list(over))
        survey = over[state.value(state.SURVEY)]
    else:
        state.forget(state.SURVEY)
    results, left_out = results_for(survey, view.framework) if survey else (None, ())
    found = say_do_gap(view.framework, view.assessment, results, view.rules)
    return Gap(view, found, surveys, survey, results, left_out)


def _over(surveys: Iterable[SurveyInfo]) -> dict[int, SurveyInfo]:
    today = day_for_everyone()
    return {survey.id: survey for survey in surveys if is_over(survey, today)}


def is_own(survey: SurveyInfo) -> bool:
    """Whether this browser made a survey, and so may close or remove it."""
    try:
        st_store().surveys.link(survey.id, seat())
    except NotOwnerError:
        return False
    except UnknownLinkError:
        pass  # imported answers have no link, which only their owner is told
    return True


def how_it_ended(survey: SurveyInfo) -> str:
    """When a survey that is over took its last answers: "closed today", "closed 12 March 2026"."""
    today = survey.closes_on == day_for_everyone()
    return f"closed {'today' if today else long_date(survey.closes_on)}"


def zone_of_days() -> str:
    """In whose time the days of surveys begin and end: the installation's, which people may not be in."""
    return zone_in_words(zone_in_force())


def survey_names(surveys: dict[int, SurveyInfo]) -> dict[int, str]:
    """Title and last day of each survey, told apart."""
    return told_apart({id_: f"{one.title}, {long_date(one.closes_on)}" for id_, one in surveys.items()})
