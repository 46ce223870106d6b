"""framework.yaml holds the source text word for word; the source is read here on its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from clf_model.explanation import spoken
from clf_model.files.framework import load_framework
from clf_model.framework import Framework, Perspective

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "tests" / "data" / "clf_source.txt"
STAGES = ["Engaged", "Established", "Accomplished", "Exemplary"]
# capability: (organisation per stage, worker per stage), from the design's table of counts
COUNTS = {
    "Creating a learning and performance culture": ([5, 5, 3, 2], [3, 4, 4, 3]),
    "Planning for learning, development and improved practice": ([4, 4, 4, 4], [3, 3, 3, 2]),
    "Promoting access to learning and development opportunities": ([3, 4, 4, 3], [2, 3, 3, 3]),
    "Promoting access to feedback": ([3, 3, 2, 2], [4, 4, 2, 1]),
    "Treating people with dignity and respect": ([4, 4, 2, 2], [2, 2, 3, 2]),
    "Focusing on health and wellbeing": ([3, 4, 3, 3], [3, 4, 4, 1]),
}

SourceCapability = tuple[str, str, list[list[str]], list[list[str]]]


def fold(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def framework() -> Framework:
    return load_framework(ROOT / "framework.yaml")


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    return [line for line in SOURCE.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def source_capabilities(paragraphs: list[str]) -> list[SourceCapability]:
    """Name, statement, organisation cells and worker cells of each capability, as the source has them."""
    starts = [n for n, line in enumerate(paragraphs) if fold(line).lower() == "if the organisation..."]
    found = []
    for start in starts:
        name, statement, _, head, organisation, then, head_again, worker = paragraphs[start - 2 : start + 6]
        assert head.split("\t") == head_again.split("\t") == STAGES
        assert fold(then) == "Then the social service worker should..."
        found.append((fold(name), fold(statement), cells(organisation), cells(worker)))
    return found


def cells(row: str) -> list[list[str]]:
    return [[fold(part) for part in cell.split("»")[1:]] for cell in row.split("\t")]


def test_the_source_has_as_many_indicators_as_the_design_counts(
    source_capabilities: list[SourceCapability],
) -> None:
    counted = {
        name: ([len(cell) for cell in organisation], [len(cell) for cell in worker])
        for name, _, organisation, worker in source_capabilities
    }
    assert counted == COUNTS
    assert sum(sum(organisation) for organisation, _ in counted.values()) == 80
    assert sum(sum(worker) for _, worker in counted.values()) == 68


def test_all_148_indicators_are_in_the_file_word_for_word_and_in_order(
    framework: Framework, source_capabilities: list[SourceCapability]
) -> None:
    expected = [
        (f"{c}.{s}.{letter}{n}", text)
        for c, (_, _, organisation, worker) in enumerate(source_capabilities, 1)
        for s in (1, 2, 3, 4)
        for letter, side in (("O", organisation), ("W", worker))
        for n, text in enumerate(side[s - 1], 1)
    ]
    assert len(expected) == 148
    assert [(indicator.id, indicator.text) for indicator in framework.indicators] == expected


def test_each_indicator_stands_in_the_cell_that_its_id_says(framework: Framework) -> None:
    letters = {Perspective.ORGANISATION: "O", Perspective.WORKER: "W"}
    for c, capability in enumerate(framework.capabilities, 1):
        for s, stage in enumerate(framework.stages, 1):
            for perspective, letter in letters.items():
                ids = [indicator.id for indicator in framework.cell(capability.id, stage.id, perspective)]
                count = COUNTS[capability.name][letter == "W"][s - 1]
                assert ids == [f"{c}.{s}.{letter}{n}" for n in range(1, count + 1)]


def test_the_six_capabilities_have_the_names_and_statements_of_the_source(
    framework: Framework, source_capabilities: list[SourceCapability]
) -> None:
    ours = [(capability.name, capability.statement) for capability in framework.capabilities]
    assert len(ours) == 6
    assert ours == [(name, statement) for name, statement, _, _ in source_capabilities]


def test_the_four_stages_have_the_names_and_descriptors_of_the_source(
    framework: Framework, paragraphs: list[str]
) -> None:
    start = paragraphs.index("Engaged")
    source = [fold(paragraph) for paragraph in paragraphs[start : start + 8]]
    assert source[0::2] == STAGES
    ours = [(stage.name, stage.descriptor) for stage in framework.stages]
    assert ours == list(zip(source[0::2], source[1::2], strict=True))


def test_the_source_file_has_nothing_after_the_last_capability_and_no_capability_is_left_out(
    paragraphs: list[str], source_capabilities: list[SourceCapability]
) -> None:
    # 3 introductory paragraphs, 4 stages with descriptors, 1 line before the list, 8 for each capability
    assert len(paragraphs) == 3 + 4 * 2 + 1 + 8 * len(source_capabilities)


# What a worker statement begins with, seen in the source: each an infinitive, which "to" can stand before.
INFINITIVES = {
    *("acknowledge", "be", "believe", "feel", "gain", "have", "know", "meet", "recognise", "work"),
}


def test_every_worker_statement_is_one_sentence_with_its_words_as_they_are(
    source_capabilities: list[SourceCapability], framework: Framework
) -> None:
    """A first reading is enough: the subject is many (the text says "they"), the verb an infinitive."""
    words = [text for _, _, _, worker in source_capabilities for cell in worker for text in cell]
    shown = [spoken(i) for i in framework.indicators if i.perspective is Perspective.WORKER]
    assert len(shown) == len(words) == 68
    assert shown == [f"It is normal here for workers to {text}" for text in words]
    assert {text.split()[0] for text in words} == INFINITIVES
    assert not [text for text in words if {"i", "my", "he", "she", "his", "her"} & set(text.lower().split())]
