"""Votes as bars and in words, QR codes, and the voting sheet."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest

from clf_model import load_framework
from clf_model.voices import Tally, VoteCounts, most_voted
from clf_reports import NARROW, WIDE, Mode, qr_svg, votes_svg, votes_words, voting_sheet

SVG = "{http://www.w3.org/2000/svg}"
FIRST = Tally("2.2.O1", 1, VoteCounts(not_met=1, partly=1, met=2))
SECOND = Tally("2.2.O1", 2, VoteCounts(partly=1, met=2, dont_know=1))
MORE = Tally("2.2.O1", 2, VoteCounts(partly=1, met=4, dont_know=1))  # six voted, where four did before
FEW = Tally("2.2.O1", 1, VoteCounts(met=2))


def _texts(svg: str) -> list[str]:
    return [node.text or "" for node in ET.fromstring(svg).iter(f"{SVG}text")]


def _bars(svg: str, *, outlined: bool = False) -> list[float]:
    """How long the bars are, or the outlines below them; not the pale ones that stand for everybody."""
    rects = [one for one in ET.fromstring(svg).iter(f"{SVG}rect") if "fill-opacity" not in one.attrib]
    return [float(one.attrib["width"]) for one in rects if (one.attrib["fill"] == "none") is outlined]


def test_bars_are_named_and_counted_and_as_long_as_their_counts() -> None:
    svg = votes_svg(FIRST, Mode.LIGHT)
    assert _texts(svg) == ["Met", "2", "Partly", "1", "Not yet", "1", "Don’t know", "0"]
    met, partly, not_yet, dont_know = _bars(svg)
    assert met == 2 * partly == 2 * not_yet
    assert dont_know == 0, "nothing that could be read as a vote"


def test_a_bar_is_its_share_of_the_room_on_every_screen_and_for_every_indicator() -> None:
    """In a room of ten: 2 of 5 is a fifth of the full length, 4 of 5 two fifths, 10 of 10 all of it."""
    tallies = [
        Tally("2.2.O1", 1, VoteCounts(met=2, partly=2, not_met=1)),
        Tally("2.2.O2", 1, VoteCounts(met=4, partly=1)),
        Tally("2.2.O4", 1, VoteCounts(met=10)),
        Tally("2.3.O1", 1, VoteCounts(met=2)),
    ]
    scale = most_voted(tallies)
    for longest in (WIDE, NARROW):
        shares = [
            _bars(votes_svg(one, Mode.LIGHT, scale=scale, longest=longest))[0] / longest
            for one in tallies[:3]
        ]
        assert shares == pytest.approx([0.2, 0.4, 1.0])
    assert most_voted(tallies[3:]) == 0  # what is hidden sets no scale
    alone = _bars(votes_svg(tallies[0], Mode.LIGHT))[0] / WIDE
    assert alone == pytest.approx(0.4)  # never as if all had said so


def test_a_second_vote_has_the_first_as_outlines_on_the_same_scale() -> None:
    svg = votes_svg(SECOND, Mode.DARK, FIRST)
    assert _texts(svg)[:4] == ["Met", "2 (was 2)", "Partly", "1 (was 1)"]
    assert _bars(svg)[0] == pytest.approx(_bars(svg, outlined=True)[0])
    # 2 of 4 are as many as 3 of 6: the outline is three quarters of the bar of 4, and each says of how many.
    svg = votes_svg(MORE, Mode.DARK, FIRST)
    assert _texts(svg)[:6] == ["Met", "4 of 6", "was 2 of 4", "Partly", "1 of 6", "was 1 of 4"]
    assert _bars(svg, outlined=True)[0] == pytest.approx(0.75 * _bars(svg)[0], abs=0.2)


def test_a_narrow_picture_has_the_same_words_and_shorter_bars() -> None:
    wide, narrow = votes_svg(FIRST, Mode.LIGHT), votes_svg(FIRST, Mode.LIGHT, longest=NARROW)
    assert _texts(narrow) == _texts(wide)
    assert max(_bars(narrow)) < max(_bars(wide))
    assert ET.fromstring(wide).attrib["viewBox"] == "0 0 1000 328"


def test_words_say_the_counts_and_what_moved() -> None:
    assert votes_words(FIRST) == "Met 2, Partly 1, Not yet 1, Don’t know 0"
    assert votes_words(SECOND, FIRST) == "Met 2 (±0), Partly 1 (±0), Not yet 0 (−1), Don’t know 1 (+1)"


def test_where_not_as_many_voted_as_before_shares_are_compared_and_what_they_rest_on_is_said() -> None:
    assert votes_words(MORE, FIRST) == (
        "Met 4 (67 %, was 50 %), Partly 1 (17 %, was 25 %), Not yet 0 (0 %, was 25 %), "
        "Don’t know 1 (17 %, was 0 %); 6 votes, 4 before"
    )


def test_too_few_votes_are_neither_drawn_nor_said() -> None:
    assert _texts(votes_svg(FEW, Mode.LIGHT)) == []
    assert votes_words(FEW) == "Fewer than 3 phones voted, so their votes stay hidden."
    assert votes_words(FIRST, FEW) == votes_words(FIRST)
    assert votes_svg(FIRST, Mode.LIGHT, FEW) == votes_svg(FIRST, Mode.LIGHT)


@pytest.mark.parametrize("text", ["http://localhost:8501/j/YsjW9di67et6_GX620TSTg", "https://x.example/j/A"])
def test_a_qr_code_is_a_square_picture_with_its_quiet_zone_on_white(text: str) -> None:
    root = ET.fromstring(qr_svg(text))
    assert root.tag == f"{SVG}svg"
    _, _, wide, high = root.attrib["viewBox"].split()
    # QR versions have 17 + 4 × version modules, and four modules of quiet zone on each side
    assert wide == high
    assert (int(wide) - 8 - 17) % 4 == 0
    assert qr_svg(text) != qr_svg(text + "?")


class _Reader(HTMLParser):
    """Tags and text of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def test_what_people_wrote_is_text_on_the_sheet_and_it_loads_nothing() -> None:
    framework = load_framework(Path(__file__).resolve().parents[2] / "framework.yaml")
    capability = framework.capability("planning")
    evil = "<script>alert(1)</script><img src=x>"
    reader = _Reader()
    reader.feed(voting_sheet(framework, capability, ["2.1.O1", "2.2.O1"], title=evil, service=evil))
    assert not {"script", "img", "link", "iframe"} & set(reader.tags)
    assert any(evil in said for said in reader.said)
    for id_ in ("2.1.O1", "2.2.O1"):
        assert f"The organisation {framework.indicator(id_).text}" in reader.said
    assert reader.said.count("☐") == 8
    meanings = (
        "Met: in place, and we could show it. Partly: some of it, or only in places. Not yet: not in place."
    )
    assert f"{meanings} Don’t know: I cannot say." in reader.said
    assert [said for said in reader.said if said in ("Engaged", "Established", "Accomplished")] == [
        "Engaged",
        "Established",
    ]
