"""The table that a workshop leaves behind."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from clf_model import Evidence, Judgement, Voice, load_framework
from clf_model.voices import Decision, Tally, VoteCounts
from clf_reports import workshop_table

FRAMEWORK = load_framework(Path(__file__).parents[2] / "framework.yaml")


def _row(table: pd.DataFrame, indicator: str, vote: int) -> pd.Series:
    return table[(table["Indicator"] == indicator) & (table["Vote"] == vote)].iloc[0]


def test_both_votes_stay_and_the_decision_stands_with_the_last() -> None:
    tallies = [
        Tally("2.2.O1", 2, VoteCounts(met=4, partly=1)),
        Tally("2.2.O1", 1, VoteCounts(met=2, not_met=2), VoteCounts(dont_know=1)),
    ]
    named = (Evidence("Folder 3", source="Office", voice=Voice.MANAGER), Evidence("Audit"))
    decision = Decision(
        "2.2.O1",
        Judgement.MET,
        "Shown",
        "Nights",
        named,
    )
    table = workshop_table(FRAMEWORK, tallies, [decision])
    assert len(table) == 2
    first, second = _row(table, "2.2.O1", 1), _row(table, "2.2.O1", 2)
    assert (first["Met"], first["Not yet"], first["Don’t know"], first["Agreement"]) == (2, 2, 1, 0.0)
    assert pd.isna(first["Decision"])
    assert (second["Decision"], second["Reason"], second["Dissent"]) == ("Met", "Shown", "Nights")
    assert second["Evidence"] == "Folder 3 (Office, manager)\nAudit"
    assert (second["Capability"], second["Stage"]) == (
        FRAMEWORK.capability("planning").name,
        "Established",
    )
    assert second["Text"] == FRAMEWORK.indicator("2.2.O1").text


def test_what_too_few_voted_on_has_no_number() -> None:
    table = workshop_table(FRAMEWORK, [Tally("2.1.O1", 1, VoteCounts(met=2))], [])
    (row,) = table.to_dict("records")
    assert all(pd.isna(row[name]) for name in ("Met", "Partly", "Not yet", "Don’t know", "Agreement"))


def test_rows_are_in_the_frameworks_order_and_not_applicable_is_said_in_full() -> None:
    tallies = [Tally(id_, 1, VoteCounts(met=3)) for id_ in ("2.2.O1", "1.1.O1")]
    table = workshop_table(FRAMEWORK, tallies, [Decision("1.1.O1", Judgement.NOT_APPLICABLE, "No such team")])
    assert list(table["Indicator"]) == ["1.1.O1", "2.2.O1"]
    assert table["Decision"].iloc[0] == "Not applicable"
