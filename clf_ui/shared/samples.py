"""The fictional services of a framework, with what their workers said, brought into a database as one."""

from __future__ import annotations

import re
from datetime import date, datetime

from clf_model import Assessment, Framework, Perspective, load_assessment
from clf_model.voices import load_voices
from clf_store import Sample, SampleSurvey, Store
from clf_store.samples import BROUGHT

from . import config

AUTHOR = "samples"


def bring_samples(store: Store, framework: Framework, *, at: datetime) -> int:
    """Add the samples where the database never had any; how many assessments were added."""
    if store.setting(BROUGHT) is not None:  # or each start would read all their files
        return 0
    return store.bring_samples(_samples(framework), framework, who=AUTHOR, at=at)


def put_samples_back(store: Store, framework: Framework, *, who: str, at: datetime) -> int:
    """Put the samples back as they were delivered; how many assessments those are."""
    return store.reset_samples(_samples(framework), framework, who=who, at=at)


def _samples(framework: Framework) -> list[Sample]:
    """The samples made with this framework, by their files' names: the most telling service first.

    Of each service the last one is a draft; those before it are final.
    """
    of_framework = re.compile(rf"^framework: {re.escape(framework.id)}$", re.MULTILINE)
    files = sorted(config.samples_folder().glob("*.yaml"))
    found = [file for file in files if of_framework.search(file.read_text(encoding="utf-8"))]
    loaded: list[tuple[str, Assessment]] = [(file.stem, load_assessment(file, framework)) for file in found]
    last: dict[tuple[str, str | None], date] = {}
    for _, one in loaded:
        service = (one.organisation, one.unit)
        last[service] = max(one.assessed_on, last.get(service, one.assessed_on))
    return [
        Sample(one, _survey(name, framework), final=one.assessed_on < last[one.organisation, one.unit])
        for name, one in loaded
    ]


def _survey(name: str, framework: Framework) -> SampleSurvey | None:
    """The closed survey of a sample; nobody owns it."""
    file = config.samples_folder() / "voices" / f"{name}.yaml"
    survey = load_voices(file, framework).survey if file.exists() else None
    if survey is None or survey.closed_on is None:
        return None
    workers = tuple(i.id for i in framework.indicators if i.perspective is Perspective.WORKER)
    return SampleSurvey(
        survey.title,
        survey.opened_on or survey.closed_on,
        survey.closed_on,
        survey.asked or workers,
        tuple(survey.responses),
    )
