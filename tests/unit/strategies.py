"""Frameworks and assessments for tests: by hand from a few letters, and at random for laws.

A cell (the indicators of one capability, stage and perspective) is written with one letter per indicator:

    M met, with evidence      p partly     a not applicable
    m met, without evidence   n not met    - not discussed

Stages follow each other with a space between them; a cell without indicators is a full stop. So "mm p- ." is
a capability with two indicators in its first stage, both met, two in its second, and none in its third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from hypothesis import settings
from hypothesis import strategies as st

from clf_model.assessment import Assessment, Evidence, Judgement, Record
from clf_model.framework import Capability, Framework, Indicator, Perspective, Stage
from clf_model.progression import CapabilityResult, Profile, profile
from clf_model.rules import Perspectives, Rules

STAGE_NAMES = ("Engaged", "Established", "Accomplished", "Exemplary", "Pioneering")
NOTE = Evidence("Minutes of the team meeting in May")

RECORDS = {
    "M": Record(Judgement.MET, evidence=(NOTE,)),
    "m": Record(Judgement.MET),
    "p": Record(Judgement.PARTLY),
    "n": Record(Judgement.NOT_MET),
    "a": Record(Judgement.NOT_APPLICABLE, reason="Single-site service"),
    "-": Record(),
}

laws = settings(deadline=None, max_examples=50)
slow_laws = settings(deadline=None, max_examples=30)


@dataclass(frozen=True)
class Situation:
    """A framework with an assessment made with it."""

    framework: Framework
    assessment: Assessment

    def profile(self, rules: Rules | None = None) -> Profile:
        return profile(self.framework, self.assessment, rules)

    def result(self, rules: Rules | None = None) -> CapabilityResult:
        """The result of the first capability."""
        return self.profile(rules).capabilities[0]


def indicator_id(capability: int, stage: int, perspective: Perspective, ordinal: int) -> str:
    """An id in the form C.S.Pn, every number from 1."""
    return f"{capability}.{stage}.{perspective.value[0].upper()}{ordinal}"


def build_framework(
    sizes: Sequence[Sequence[tuple[int, int]]], id_: str = "f", *, empty_on_purpose: bool = False
) -> Framework:
    """A framework with so many (organisation, worker) indicators per capability and stage.

    With `empty_on_purpose` a stage without indicators of the organisation is one that asks nothing.
    """
    stages = tuple(Stage(n.lower(), n, f"What {n} means") for n in STAGE_NAMES[: len(sizes[0])])
    capabilities = []
    for c, cells in enumerate(sizes, 1):
        indicators = [
            Indicator(indicator_id(c, s, perspective, n), "does it", f"capability-{c}", stage.id, perspective)
            for s, (stage, cell) in enumerate(zip(stages, cells, strict=True), 1)
            for perspective, size in zip(Perspective, cell, strict=True)
            for n in range(1, size + 1)
        ]
        name = f"Capability {c}"
        empty = [stage.id for stage, (ours, _) in zip(stages, cells, strict=True) if not ours]
        passed_over = frozenset(empty if empty_on_purpose else [])
        capabilities.append(
            Capability(f"capability-{c}", name, f"C{c}", "What it means", tuple(indicators), passed_over)
        )
    return Framework(id_, "1", "A framework", "written for a test", stages, tuple(capabilities))


def situation(*organisation: str, worker: str | Sequence[str] = ()) -> Situation:
    """A framework and its assessment from letters: one string per capability and perspective."""
    workers = [worker] if isinstance(worker, str) else list(worker)
    sizes: list[list[tuple[int, int]]] = []
    records: dict[str, Record] = {}
    for c, text in enumerate(organisation, 1):
        ours = [cell.strip(".") for cell in text.split()]
        theirs = [cell.strip(".") for cell in workers[c - 1].split()] if workers else [""] * len(ours)
        sizes.append([(len(o), len(w)) for o, w in zip(ours, theirs, strict=True)])
        for perspective, cells in zip(Perspective, (ours, theirs), strict=True):
            for s, cell in enumerate(cells, 1):
                for n, letter in enumerate(cell, 1):
                    records[indicator_id(c, s, perspective, n)] = RECORDS[letter]
    return Situation(build_framework(sizes), assess(records))


def assess(records: dict[str, Record], framework_id: str = "f") -> Assessment:
    """An assessment of a fictional service."""
    return Assessment(framework_id, "Rowanbank Care Home", date(2026, 3, 12), records=records)


# Not discussed comes first, because hypothesis simplifies towards the first.
_LETTERS = "-npmMa-pmMmM"
_SOLID_LETTERS = "MmMmMmMmMa"
_EFFORTS = (1.0, 0.0, 0.5, 2.0, 3.0, 8.0)

any_records = st.builds(
    lambda letter, effort: with_effort(RECORDS[letter], effort),
    st.sampled_from("-npmMa"),
    st.sampled_from(_EFFORTS),
)


def with_effort(record: Record, effort: float) -> Record:
    return Record(record.judgement, record.equivalent, record.reason, effort, record.evidence)


rules = st.builds(
    Rules,
    st.sampled_from([1.0, 0.8, 0.75, 0.7, 2 / 3, 0.55, 0.5, 1 / 3, 0.01]) | st.floats(0.001, 1),
    st.booleans(),
    st.sampled_from(Perspectives),
)


@st.composite
def frameworks(draw: st.DrawFn, *, small: bool = False) -> Framework:
    """1–5 stages, 1–4 capabilities, cells of 0–5 organisation and 0–4 worker indicators; small: fewer.

    A stage without indicators of the organisation asks nothing; no capability has only such.
    """
    stages = draw(st.integers(1, 3 if small else 5))
    capabilities = 1 if small else draw(st.integers(1, 4))
    ours, theirs = (2, 2) if small else (5, 4)
    sizes = draw(st.binary(min_size=2 * stages * capabilities, max_size=2 * stages * capabilities))
    pairs = [
        (0 if sizes[i] >= 224 else 1 + sizes[i] % ours, sizes[i + 1] % (theirs + 1))
        for i in range(0, len(sizes), 2)
    ]
    cells = [pairs[c * stages : (c + 1) * stages] for c in range(capabilities)]
    filled = [one if any(size for size, _ in one) else [(1, 0), *one[1:]] for one in cells]
    return build_framework(filled, empty_on_purpose=True)


@st.composite
def situations(draw: st.DrawFn, *, small: bool = False) -> Situation:
    """A random framework and assessment; each capability is mostly met up to a stage drawn for it.

    Without such a run of met stages, random judgements would hardly ever reach the second stage.
    """
    framework = draw(frameworks(small=small))
    indicators = list(framework.indicators)
    # One draw of bytes instead of one per indicator: ten times faster, and it shrinks byte by byte.
    letters = draw(st.binary(min_size=len(indicators), max_size=len(indicators)))
    efforts = draw(st.binary(min_size=len(indicators), max_size=len(indicators)))
    solid = {c.id: draw(st.integers(0, len(framework.stages))) for c in framework.capabilities}
    records = {}
    for indicator, letter, effort in zip(indicators, letters, efforts, strict=True):
        met = framework.stage_index(indicator.stage_id) <= solid[indicator.capability_id]
        choices = _SOLID_LETTERS if met else _LETTERS
        record = RECORDS[choices[letter % len(choices)]]
        records[indicator.id] = with_effort(record, _EFFORTS[effort % len(_EFFORTS)])
    return Situation(framework, assess(records))


# Random editions of one framework: few words and few ids, so that everything that can happen does.

_PLACES = [(c, s, p) for c in ("a", "b") for s in ("one", "two") for p in Perspective]
_WORDS = ("sows", "waters", "weeds", "weeds.", "harvests", "  rests ")


def random_edition(chosen: Random) -> Framework:
    """An edition of the framework f."""
    ids = chosen.sample("123456789", chosen.randint(0, 8))
    rows = [(id_, chosen.choice(_WORDS), chosen.choice(_PLACES)) for id_ in ids]
    names = {stage: chosen.choice((stage, stage.title())) for stage in ("one", "two")}
    order = chosen.sample(("one", "two"), 2)
    return Framework(
        "f",
        chosen.choice("xy"),
        "F",
        "here",
        tuple(Stage(s, names[s], "d") for s in order),
        tuple(
            Capability(
                c,
                c.upper(),
                c,
                "says",
                tuple(
                    Indicator(id_, words, c, s, p)
                    for s in order
                    for p in Perspective
                    for id_, words, place in rows
                    if place == (c, s, p)
                ),
            )
            for c in ("a", "b")
        ),
    )


def editions() -> st.SearchStrategy[Framework]:
    return st.builds(random_edition, st.randoms(use_true_random=False))


def judged_by_letters(framework: Framework, letters: bytes) -> Assessment:
    """An assessment with a record for each indicator, by a random number."""
    records = {
        i.id: replace(RECORDS["Mmpna-"[letter % 6]], effort=letter)
        for i, letter in zip(framework.indicators, letters, strict=False)
    }
    return Assessment(framework.id, "Oak House", date(2026, 3, 12), records=records)
