"""Assessment files: read strictly, written so that reading gives the same again."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from clf_model.action import Action, ActionStatus
from clf_model.assessment import Assessment, Evidence, Judgement, Record, Voice
from clf_model.errors import DataError, MismatchError, Problem, RecordError, UnknownIdError
from clf_model.files import assessment, yaml_reader
from clf_model.files.assessment import (
    FileKind,
    assessment_schema,
    dump_assessment,
    kind_of,
    load_assessment,
    parse_assessment,
)
from clf_model.files.framework import load_framework
from clf_model.text import unprintable
from tests.long import times

ROOT = Path(__file__).parents[2]
CLF = load_framework(ROOT / "framework.yaml")
GARDEN = load_framework(ROOT / "tests" / "data" / "garden.yaml")

EXAMPLE = """\
framework: clf
organisation: Rowanbank Care Home
unit: Day team                 # optional
assessed_on: 2026-03-12
title: Spring review           # optional
judgements:
  1.1.O1: met                  # short form
  1.1.O2:
    judgement: partly
    effort: 3                  # effort still needed if nothing were in place; default 1
    evidence:
      - note: Supervision template asks for learning since last time
        source: Supervision policy v3
        dated: 2026-01-10
        voice: document
  3.4.O3:
    judgement: not_applicable
    reason: Single-site service, no partner agencies in scope
"""
ROWANBANK = Assessment(
    framework_id="clf",
    organisation="Rowanbank Care Home",
    unit="Day team",
    assessed_on=date(2026, 3, 12),
    title="Spring review",
    records={
        "1.1.O1": Record(Judgement.MET),
        "1.1.O2": Record(
            Judgement.PARTLY,
            effort=3.0,
            evidence=(
                Evidence(
                    "Supervision template asks for learning since last time",
                    "Supervision policy v3",
                    date(2026, 1, 10),
                    Voice.DOCUMENT,
                ),
            ),
        ),
        "3.4.O3": Record(
            Judgement.NOT_APPLICABLE, reason="Single-site service, no partner agencies in scope"
        ),
    },
)
HEAD = (
    "framework: clf\norganisation: Home\nassessed_on: 2026-03-12\njudgements:\n"  # judgements from line 5 on
)


def problems_of(text: str) -> list[Problem]:
    assessment, problems = parse_assessment(text.encode(), "file.yaml", CLF)
    assert assessment is None
    assert all(problem.file == "file.yaml" and problem.remedy for problem in problems)
    return list(problems)


def record_of(written: str) -> Record:
    """What is read from one judgement on 1.1.O1, written in YAML's brackets."""
    assessment, problems = parse_assessment(f"{HEAD}  1.1.O1: {written}\n".encode(), "file.yaml", CLF)
    assert problems == ()
    assert assessment is not None
    return assessment.record("1.1.O1")


def only_problem(written: str) -> Problem:
    problems = problems_of(f"{HEAD}  1.1.O1: {written}\n")
    assert len(problems) == 1, problems
    assert problems[0].line == 5
    return problems[0]


def test_the_example_of_the_design_is_read() -> None:
    assert parse_assessment(EXAMPLE.encode(), "file.yaml", CLF) == (ROWANBANK, ())


def test_an_assessment_may_have_no_judgements_yet() -> None:
    text = "framework: clf\norganisation: Home\nassessed_on: 2026-03-12\njudgements: {}\n"
    assessment, problems = parse_assessment(text.encode(), "file.yaml", CLF)
    assert problems == ()
    assert assessment == Assessment("clf", "Home", date(2026, 3, 12))


def test_a_made_up_service_says_so() -> None:
    text = EXAMPLE.replace("title: Spring review ", "fictional: true")
    assessment, _ = parse_assessment(text.encode(), "file.yaml", CLF)
    assert assessment is not None
    assert assessment.fictional


@pytest.mark.parametrize("judgement", list(Judgement))
def test_each_judgement_is_read_in_the_long_form(judgement: Judgement) -> None:
    assert record_of(f"{{judgement: {judgement}, reason: Because}}") == Record(judgement, reason="Because")


def test_the_judgement_may_be_left_out_where_only_effort_or_evidence_is_known() -> None:
    assert record_of("{effort: 2.5}") == Record(effort=2.5)
    assert record_of("{evidence: [{note: Seen, voice: carer}]}") == Record(
        evidence=(Evidence("Seen", voice=Voice.CARER),)
    )


def test_a_met_indicator_may_be_shown_in_another_way_with_a_reason() -> None:
    expected = Record(Judgement.MET, equivalent=True, reason="A weekly round")
    assert record_of("{judgement: met, equivalent: true, reason: A weekly round}") == expected


@pytest.mark.parametrize(
    ("written", "message", "remedy"),
    [
        ("mett", "'judgement' is 'mett', which is not one of met, partly,", "Did you mean 'met'?"),
        ("no", "'judgement' is 'no', which is not one of met, partly,", "not_met"),
        ("", "'1.1.O1' is empty.", "delete the line"),
        ("not_applicable", "Not applicable needs a reason.", "Add 'reason: …'"),
        ("{judgement: not_applicable}", "Not applicable needs a reason.", "Add 'reason: …'"),
        ("{judgement: met, equivalent: true}", "Shown in another way needs a reason.", "Add 'reason: …'"),
        (
            "{judgement: partly, equivalent: true, reason: x}",
            "Only a met indicator",
            "Write 'judgement: met'",
        ),
        ("{equivalent: true, reason: x}", "Only a met indicator", "Write 'judgement: met'"),
        ("{judgement: not_applicable, reason: ''}", "'reason' is empty.", "Write it"),
        ("{effort: -1}", "'effort' is '-1', which is not a number of 0 or more.", "digits"),
        ("{effort: '3'}", "'effort' is '3', which is not a number of 0 or more.", "digits"),
        ("{effort: .nan}", "'effort' is '.nan', which is not a number of 0 or more.", "digits"),
        ("{effort: 010}", "'effort' is '010', which is not a number of 0 or more.", "digits"),
        ("{evidence: [{source: x}]}", "Entry 1 of 'evidence' has no 'note'.", "Add a line 'note: …'"),
        ("{evidence: [{note: 2024}]}", "'note' is '2024' without quotes", 'Put it in quotes: "2024".'),
        ("{evidence: [{note: x, dated: 2026-02-30}]}", "'dated' is '2026-02-30'", "a day that exists"),
        ("{evidence: [{note: x, voice: carers}]}", "'voice' is 'carers'", "Did you mean 'carer'?"),
        ("{evidence: Seen}", "'evidence' is not a list.", "begins with '- '"),
        ("{judgment: met}", "The key 'judgment' is not known here.", "Did you mean 'judgement'?"),
        ("[met]", "'1.1.O1' is not one of met,", "Write one of met,"),
    ],
)
def test_a_record_with_a_mistake_is_reported_with_its_line_and_remedy(
    written: str, message: str, remedy: str
) -> None:
    problem = only_problem(written)
    assert problem.message.startswith(message)
    assert remedy in problem.remedy


def test_a_rule_is_reported_on_the_line_of_what_breaks_it() -> None:
    text = f"{HEAD}  1.1.O1:\n    effort: 2\n    judgement: partly\n    reason: x\n    equivalent: true\n"
    assert [problem.line for problem in problems_of(text)] == [9]


def test_unknown_indicators_are_reported_with_the_nearest() -> None:
    problems = problems_of(f"{HEAD}  1.1.01: met\n  1.1.O1: met\n  nonsense: met\n")
    assert [(p.line, p.message) for p in problems] == [
        (5, "There is no indicator '1.1.01'."),
        (7, "There is no indicator 'nonsense'."),
    ]
    assert problems[0].remedy == "Did you mean '1.1.O1'? Correct it, or delete it."


def test_another_framework_is_reported_once_and_not_indicator_by_indicator() -> None:
    problems = problems_of(EXAMPLE.replace("framework: clf", "framework: garden").replace("1.1.O1", "9.9.O9"))
    assert [(p.line, p.message) for p in problems] == [
        (1, "It was made with framework 'garden', but 'clf' is in use.")
    ]


def test_another_frameworks_file_is_still_checked_for_everything_else() -> None:
    text = EXAMPLE.replace("framework: clf", "framework: garden").replace(
        "voice: document", "voice: dokument"
    )
    assert [problem.line for problem in problems_of(text)] == [1, 15]


@pytest.mark.parametrize("key", ["framework", "organisation", "assessed_on", "judgements"])
def test_four_keys_are_required(key: str) -> None:
    lines = {"framework": "clf", "organisation": "Home", "assessed_on": "2026-03-12", "judgements": "{}"}
    text = "".join(f"{name}: {value}\n" for name, value in lines.items() if name != key)
    assert [(p.line, p.message) for p in problems_of(text)] == [(1, f"The file has no '{key}'.")]


def test_all_problems_are_reported_together_in_the_order_of_their_lines() -> None:
    text = EXAMPLE.replace("Rowanbank Care Home", "no").replace("2026-03-12", "2026-02-29")
    text = (
        text.replace("1.1.O1: met ", "1.1.O1: maybe")
        .replace("effort: 3 ", "effort: x ")
        .replace("reason:", "why:")
    )
    assert [problem.line for problem in problems_of(text)] == [2, 4, 7, 10, 17, 18]


def test_a_file_over_eight_mebibytes_is_refused() -> None:
    problems = problems_of(EXAMPLE + "#" * (8 * 2**20))
    assert [(p.line, p.message) for p in problems] == [(0, "The file is larger than 8 MiB.")]


def test_load_reads_a_file_and_raises_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "spring.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    assert load_assessment(path, CLF) == ROWANBANK
    path.write_text(EXAMPLE.replace("clf", "garden").replace("partly", "part"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_assessment(path, CLF)
    assert [(p.file, p.line) for p in caught.value.problems] == [(str(path), 1), (str(path), 9)]
    with pytest.raises(DataError, match="There is no such file"):
        load_assessment(tmp_path / "missing.yaml", CLF)


def test_an_assessment_is_written_as_the_example_is() -> None:
    first, *others = (line.split(" #")[0].rstrip() for line in EXAMPLE.splitlines())
    edition = ["edition: organisational-capabilities", f"digest: {CLF.digest}"]
    assert dump_assessment(ROWANBANK, CLF).splitlines() == [first, *edition, *others]


def test_judgements_are_written_in_the_frameworks_order() -> None:
    records = {id_: Record(Judgement.MET) for id_ in ("2.1.O1", "1.1.W1", "1.2.O1", "1.1.O2")}
    text = dump_assessment(Assessment("clf", "Home", date(2026, 3, 12), records=records), CLF)
    assert text.splitlines()[6:] == ["  1.1.O2: met", "  1.1.W1: met", "  1.2.O1: met", "  2.1.O1: met"]


def test_text_of_several_lines_and_other_alphabets_stays_readable() -> None:
    record = Record(evidence=(Evidence("Erste Zeile: schön\nзавтра 🌱\n\nlast"),))
    text = dump_assessment(Assessment("clf", "Home", date(2026, 3, 12), records={"1.1.O1": record}), CLF)
    assert "- note: |-\n          Erste Zeile: schön\n          завтра" in text


def test_whole_efforts_are_written_without_a_decimal_point() -> None:
    records = {"1.1.O1": Record(effort=2.0), "1.1.O2": Record(effort=0.25), "1.1.O3": Record(effort=0)}
    text = dump_assessment(Assessment("clf", "Home", date(2026, 3, 12), records=records), CLF)
    assert [line.strip() for line in text.splitlines() if "effort" in line] == [
        "effort: 2",
        "effort: 0.25",
        "effort: 0",
    ]


def test_an_assessment_of_another_framework_is_not_written() -> None:
    with pytest.raises(MismatchError):
        dump_assessment(ROWANBANK, GARDEN)
    with pytest.raises(UnknownIdError):
        dump_assessment(ROWANBANK.with_records({"9.9.O9": Record(Judgement.MET)}), CLF)


@pytest.mark.parametrize("character", ["\0", "\a", "\x1b", "\x7f", "\ud800", "\ufffe"])
def test_characters_that_no_file_can_hold_are_refused_and_not_lost(character: str) -> None:
    for made in (
        lambda: Evidence(f"bell{character}"),
        lambda: Evidence("bell", source=character + "x"),
        lambda: Record(Judgement.PARTLY, reason=f"a{character}"),
        lambda: Assessment("clf", f"Home{character}", date(2026, 3, 12)),
    ):
        with pytest.raises(RecordError, match=r"control character U\+"):
            made()


def test_a_blank_organisation_is_refused() -> None:
    with pytest.raises(RecordError, match="organisation's name"):
        Assessment("clf", " ", date(2026, 3, 12))


def test_blank_optional_texts_are_left_out() -> None:
    blank = Assessment("clf", "Home", date(2026, 3, 12), unit="", title=" ")
    text = dump_assessment(blank.with_records({"1.1.O1": Record(Judgement.MET, reason=" ")}), CLF)
    named = f"framework: clf\nedition: organisational-capabilities\ndigest: {CLF.digest}\n"
    assert text == f"{named}organisation: Home\nassessed_on: 2026-03-12\njudgements:\n  1.1.O1: met\n"


def test_an_assessment_too_large_to_read_again_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assessment, "MAX_BYTES", len(dump_assessment(ROWANBANK, CLF)) - 1)
    with pytest.raises(RecordError, match="too large for a file"):
        dump_assessment(ROWANBANK, CLF)


NASTY = [
    *("no", "~", "null", "010", "2026-01-01", ".nan", "1e3", "=", "<<", "-", "- a", "? a", "a: b", "a #b"),
    *("# a", "'", '"', "it's", '"quoted"', "[a]", "{a: b}", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a"),
    *("---", "...", "--- a", "a\n---\nb", "a\n...\nb", " lead", "trail ", "\tlead", "a\tb", ": ", ",", "\\n"),
    *("a\nb", "a\n\nb\n", "\na", "\n a\nb", "a \nb", "a\r\nb", "a\rb", "x\n\n\n", "a\n  b\n c", "\\", "a\\"),
    *("é", "e\u0301", "🌱", "日本語", "\u200b", "\u202egnirts", "\xa0a", "\ufeffa", "a\ufeff"),
    *("a\u2028b", "a\u2029b\nc", "a\x85b", "x" * 20_000, "word " * 4_000, "a\n" * 10_000, "a: b\n" * 100),
]
# Tabs, line ends and everything else that YAML 1.1 can carry; blank text says nothing and is not kept.
texts = (
    st.sampled_from(NASTY) | st.text(max_size=60) | st.text("ab :#-'\"\n\t\\|>!&*%@é", max_size=40)
).filter(lambda text: bool(text.strip()) and unprintable(text) is None)
evidence = st.builds(
    Evidence, texts, st.none() | texts, st.none() | st.dates(), st.none() | st.sampled_from(Voice)
)
efforts = st.floats(0, allow_nan=False, allow_infinity=False) | st.integers(0, 50).map(float)


@st.composite
def records(draw: st.DrawFn) -> Record:
    judgement = draw(st.none() | st.sampled_from(Judgement))
    equivalent = judgement is Judgement.MET and draw(st.booleans())
    needs_reason = equivalent or judgement is Judgement.NOT_APPLICABLE
    reason = draw(texts if needs_reason else st.none() | texts)
    entries = tuple(draw(st.lists(evidence, max_size=2)))
    return Record(judgement, equivalent, reason, draw(st.just(1.0) | efforts), entries)


@st.composite
def actions(draw: st.DrawFn) -> dict[str, Action]:
    """Actions of which each requires only some before it; they stand in any order."""
    made: dict[str, Action] = {}
    ids = st.from_regex("[A-Za-z0-9][A-Za-z0-9_-]*", fullmatch=True)
    for id_ in draw(st.lists(ids, max_size=3, unique=True)):
        made[id_] = Action(
            id_,
            draw(texts),
            draw(st.just(1.0) | efforts),
            tuple(draw(st.lists(st.sampled_from([i.id for i in GARDEN.indicators]), max_size=3))),
            tuple(other for other in made if draw(st.booleans())),
            draw(st.none() | texts),
            draw(st.none() | st.dates()),
            draw(st.none() | texts),
            status := draw(st.sampled_from(ActionStatus)),
            draw(texts if status is ActionStatus.NOT_DOING else st.none() | texts),
            draw(st.none() | st.dates()),
        )
    return {id_: made[id_] for id_ in draw(st.permutations(list(made)))}


assessments = st.builds(
    Assessment,
    framework_id=st.just("garden"),
    organisation=texts,
    assessed_on=st.dates(),
    unit=st.none() | texts,
    title=st.none() | texts,
    fictional=st.booleans(),
    records=st.dictionaries(st.sampled_from([i.id for i in GARDEN.indicators]), records(), max_size=4),
    actions=actions(),
)


@pytest.mark.endurance
@settings(max_examples=times(300, short=80), deadline=None)
@given(assessments)
def test_reading_what_was_written_gives_the_same_assessment(assessment: Assessment) -> None:
    written = dump_assessment(assessment, GARDEN)
    assert parse_assessment(written.encode(), "file.yaml", GARDEN) == (assessment, ())


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
@pytest.mark.parametrize("text", NASTY)
def test_every_nasty_text_survives_in_every_place(
    text: str, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "LOADER", loader)
    record = Record(Judgement.MET, reason=text, evidence=(Evidence(text, source=text), Evidence(text)))
    assessment = Assessment("garden", text, date(1, 1, 1), text, text, True, {"9.3.O2": record})
    written = dump_assessment(assessment, GARDEN)
    assert parse_assessment(written.encode(), "file.yaml", GARDEN) == (assessment, ())


@settings(max_examples=50, deadline=None)
@given(assessments)
def test_what_is_written_is_valid_by_the_json_schema_of_its_framework(assessment: Assessment) -> None:
    # As editors read it: dates are text
    content = json.loads(json.dumps(yaml.safe_load(dump_assessment(assessment, GARDEN)), default=str))
    jsonschema.Draft202012Validator(assessment_schema(GARDEN)).validate(content)
    jsonschema.Draft202012Validator(assessment_schema()).validate(content)


def test_the_schema_of_a_framework_refuses_other_indicators_and_other_frameworks() -> None:
    content = {"framework": "garden", "organisation": "Home", "assessed_on": "2026-03-12", "judgements": {}}
    validator = jsonschema.Draft202012Validator(assessment_schema(GARDEN))
    assert validator.is_valid(content)
    assert not validator.is_valid(content | {"framework": "clf"})
    assert not validator.is_valid(content | {"judgements": {"1.1.W1": "met"}})
    assert jsonschema.Draft202012Validator(assessment_schema()).is_valid(
        content | {"judgements": {"1.1.W1": "met"}}
    )


def test_the_schema_file_is_what_the_definitions_say() -> None:
    jsonschema.Draft202012Validator.check_schema(assessment_schema())
    stored = json.loads((ROOT / "assessment.schema.json").read_text(encoding="utf-8"))
    assert stored == assessment_schema(), (
        "assessment.schema.json is stale: write json.dumps(assessment_schema(), indent=2, ensure_ascii=False)"
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (EXAMPLE, FileKind.ASSESSMENT),
        ("judgements: {}\n", FileKind.ASSESSMENT),
        ("{framework: clf}", FileKind.ASSESSMENT),
        ('"framework": clf\nbroken: [\n', FileKind.ASSESSMENT),
        ("framework: clf\nsurvey: {}\n", FileKind.VOICES),
        ("framework: clf\nworkshop:\n  votes: [\n", FileKind.VOICES),
        ("judgements: {}\nsurvey: {}\n", FileKind.ASSESSMENT),
        ("framework: clf\njudgements:\n  survey: met\n", FileKind.ASSESSMENT),
        ("stages: []\n", FileKind.FRAMEWORK),
        ("id: x\ncapabilities:\n  - 'never closed\n", FileKind.FRAMEWORK),
        ("id: x\nstages:\n  framework: nested\n", FileKind.FRAMEWORK),
        ("title: neither\n", None),
        ("", None),
        ("\0\0", None),
    ],
)
def test_the_kind_of_a_file_is_told_even_where_it_is_broken(text: str, kind: FileKind | None) -> None:
    assert kind_of(text.encode()) is kind
