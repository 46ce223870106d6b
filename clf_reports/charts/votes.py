"""The votes of a room on one indicator as a picture of bars and in words, and the words of answers."""

from __future__ import annotations

from fractions import Fraction
from html import escape

from clf_model.voices import Answer, Movement, Tally, Vote
from clf_model.voices.tally import FEWEST_SHOWN

from ..look.images import FONT
from ..look.theme import Mode, palette

VOTES = {Vote.MET: "Met", Vote.PARTLY: "Partly", Vote.NOT_MET: "Not yet", Vote.DONT_KNOW: "Don’t know"}
MEANINGS = {
    Vote.MET: "in place, and we could show it",
    Vote.PARTLY: "some of it, or only in places",
    Vote.NOT_MET: "not in place",
    Vote.DONT_KNOW: "I cannot say",
}
ANSWERS = {
    Answer.AGREE_STRONGLY: "Agree strongly",
    Answer.AGREE: "Agree",
    Answer.NEITHER: "Neither agree nor disagree",
    Answer.DISAGREE: "Disagree",
    Answer.DISAGREE_STRONGLY: "Disagree strongly",
    Answer.DONT_KNOW: "Don't know",
}
TOO_FEW = f"Fewer than {FEWEST_SHOWN} phones voted, so their votes stay hidden."

# In units of the picture. What stands behind the bars, such as "11 (was 10)", takes `_BEHIND`.
_ROW, _TEXT, _SMALL, _LEFT, _BEHIND = 82, 40, 28, 230, 250
WIDE, NARROW = 520, 230


def votes_words(tally: Tally, earlier: Tally | None = None) -> str:
    """The counts in one sentence, with what a second vote moved: "Met 5 (+2), Partly 4 (−2), …".

    Where not as many voted as before, shares are compared, and how many votes each rests on is said:
    "Met 4 (67 %, was 50 %), …; 6 votes, 4 before".
    """
    if not tally.showable:
        return TOO_FEW
    moved = Movement(earlier, tally) if earlier and earlier.showable else None
    said = ", ".join(
        f"{word} {tally.counts.of(vote)}" + (f" ({_moved(moved, vote)})" if moved else "")
        for vote, word in VOTES.items()
    )
    if moved is None or moved.is_between_equals:
        return said
    return f"{said}; {tally.counts.voted} votes, {moved.before.counts.voted} before"


def _moved(moved: Movement, vote: Vote) -> str:
    if moved.is_between_equals:
        return _signed(moved.change[vote])
    before, after = moved.shares[vote]
    return f"{_percent(after)}, was {_percent(before)}"


def _percent(share: Fraction) -> str:
    return f"{round(100 * share)} %"


def votes_svg(
    tally: Tally, mode: Mode, earlier: Tally | None = None, *, scale: int = 0, longest: int = WIDE
) -> str:
    """One bar for each answer, with its word and its count; the vote before it as an outline below.

    Where not as many voted as before, an outline is as long as its share of the votes would be now, and both
    counts say of how many they are.

    Each bar lies in a pale one that stands for everybody: `scale` votes, the same for all pictures of a room
    (`most_voted`), at least those of this tally. `longest` is how long that is: `WIDE` for a wall, `NARROW`
    where larger words matter more. Bars are told apart by their words, never by colour. Nothing is drawn of a
    tally that is not showable.
    """
    colours = palette(mode)
    before = earlier if earlier and earlier.showable else None
    moved = Movement(before, tally) if before else None
    most = max(1, scale, *(one.counts.voted for one in (tally, before) if one is not None))
    shapes: list[str] = []
    for place, (vote, word) in enumerate(VOTES.items() if tally.showable else ()):
        top, count = place * _ROW, tally.counts.of(vote)
        shapes.append(_text(0, top + _ROW / 2, word, colours.text))
        shapes.append(_bar(top + 12, longest, 54, f'fill="{colours.grid}" fill-opacity="0.45"'))
        shapes.append(
            _bar(top + 12, _long(count, most, longest), 34 if before else 54, f'fill="{colours.accent}"')
        )
        if moved:
            share, _ = moved.shares[vote]
            old = _long(share * tally.counts.voted, most, longest)
            shapes.append(_bar(top + 50, old, 16, f'fill="none" stroke="{colours.outline}" stroke-width="2"'))
        behind = _LEFT + longest + 18
        if moved and not moved.is_between_equals:
            now, then = tally.counts, moved.before.counts
            shapes.append(_text(behind, top + 29, f"{count} of {now.voted}", colours.text, bold=True))
            was = f"was {then.of(vote)} of {then.voted}"
            shapes.append(_text(behind, top + 60, was, colours.text, size=_SMALL))
        else:
            said = f"{count} (was {moved.before.counts.of(vote)})" if moved else str(count)
            shapes.append(_text(behind, top + _ROW / 2, said, colours.text, bold=True))
    width, height = _LEFT + longest + _BEHIND, _ROW * len(VOTES)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" style="background: {colours.background}" font-family="{escape(FONT)}" '
        f'font-size="{_TEXT}">{"".join(shapes)}</svg>'
    )


def _bar(top: float, long: float, tall: int, look: str) -> str:
    return f'<rect x="{_LEFT}" y="{top}" width="{long}" height="{tall}" rx="4" {look}/>'


def _long(count: int | Fraction, most: int, longest: int) -> float:
    """How long a bar is; none for no vote, beside the pale one that stands for everybody."""
    return round(max(4.0, float(longest * count / most)), 1) if count else 0.0


def _text(x: float, y: float, said: str, colour: str, *, bold: bool = False, size: int = _TEXT) -> str:
    look = ' font-weight="700"' if bold else ""
    look += f' font-size="{size}"' if size != _TEXT else ""
    return f'<text x="{x}" y="{y}" fill="{colour}" dominant-baseline="central"{look}>{escape(said)}</text>'


def _signed(change: int) -> str:
    return "±0" if not change else f"{change:+d}".replace("-", "−")
