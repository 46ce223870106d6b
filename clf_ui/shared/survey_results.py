"""Cached results of worker surveys that are over, under the ids of a framework edition."""

from __future__ import annotations

from datetime import date

import streamlit as st

from clf_model import Framework, Indicator
from clf_model.editions import edition_changes
from clf_model.voices import SurveyResults, SurveyRules, published
from clf_model.voices.in_edition import results_in_edition
from clf_store import SurveyInfo

from ..access.rights import need
from . import config
from .in_force import day_for_everyone
from .loaders import st_edition, st_store


def is_over(survey: SurveyInfo, today: date) -> bool:
    """Whether a survey takes no further answer, so that its results can be shown; `today` is everyone's."""
    return survey.sealed or survey.closes_on < today


def st_survey_results(survey: SurveyInfo) -> SurveyResults:
    """All that may be shown of a survey; nothing joins one that is over, so its results are kept."""
    need("surveys.results")
    framework = st_edition(survey.framework_digest)
    url = config.database_url()
    return _survey_results(framework, framework.digest, url, survey.id, is_over(survey, day_for_everyone()))


@st.cache_resource(max_entries=64, show_spinner=False)
def _survey_results(
    _framework: Framework, digest: str, url: str, survey_id: int, over: bool
) -> SurveyResults:
    survey = st_store().surveys.results(survey_id, on=day_for_everyone())
    return published(survey, _framework, SurveyRules())


def results_for(survey: SurveyInfo, framework: Framework) -> tuple[SurveyResults, tuple[Indicator, ...]]:
    """What may be shown of a survey, under the ids of a framework edition, and the statements left out.

    Left out are those that another edition words differently or has not.
    """
    results, own = st_survey_results(survey), st_edition(survey.framework_digest)
    if own.digest == framework.digest:
        return results, ()
    return results_in_edition(results, edition_changes(own, framework))
