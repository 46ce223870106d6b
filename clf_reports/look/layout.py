"""Where things go on a radar, as Vega expressions of `width` and `height`.

Everything is placed in pixels, so that the radar stays regular in whatever frame Streamlit stretches it to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

HUB = 0.42  # not yet engaged is a small ring of its own, so that capabilities there stay apart
LINE = 1.2  # line height as a multiple of the font size
LEGEND_ROW = 22
LEGEND_TEXT = 41  # from the left of a legend entry to its text
EDGE = 3

_NARROW, _WIDE = set("iljtfrI.,:;'|! "), set("mwMW@%")


def text_width(text: str, size: float) -> float:
    """About how wide a line of text is in pixels, on the safe side for common sans-serif fonts."""
    share = sum(0.31 if c in _NARROW else 0.88 if c in _WIDE else 0.7 if c.isupper() else 0.56 for c in text)
    return share * size


def wrap(text: str, longest: int = 13) -> tuple[str, ...]:
    """A label on as few lines as keep to about so many characters, as even as can be; words stay whole."""
    words = text.split()
    if len(text) <= longest or len(words) == 1:
        return (text,)
    for lines in range(2, len(words) + 1):
        splits = [
            tuple(" ".join(words[a:b]) for a, b in zip((0, *cuts), (*cuts, len(words)), strict=True))
            for cuts in combinations(range(1, len(words)), lines - 1)
        ]
        best = min(splits, key=lambda parts: max(map(len, parts)))
        if max(map(len, best)) <= longest or lines == len(words) or lines == 3:
            return best
    return (text,)


def fitted(text: str, size: float, width: float, lines: int = 1) -> list[str]:
    """A text in at most so many lines of a width in pixels; what is left is cut at a word, with an ellipsis.

    A word that is wider than a line is cut within.
    """
    found: list[str] = []
    left = text.split()
    while left and len(found) < lines:
        line, *left = _narrow(left, size, width)
        while left and text_width(f"{line} {left[0]}", size) <= width:
            line = f"{line} {left.pop(0)}"
        found.append(line)
    while left and text_width(f"{found[-1]}…", size) > width:
        found[-1] = found[-1].rpartition(" ")[0] or found[-1][:-1]
    if left:
        found[-1] += "…"
    return found


def folded(text: str, size: float, width: float) -> list[str]:
    """A text whole, in as many lines of a width in pixels as it takes."""
    return fitted(text, size, width, len(text))


def _narrow(words: list[str], size: float, width: float) -> list[str]:
    """The words, the first of them in two where it is wider than a line."""
    first, *others = words
    end = len(first)
    while end > 1 and text_width(first[:end], size) > width:
        end -= 1
    return [first[:end], *([first[end:]] if first[end:] else []), *others]


@dataclass(frozen=True, slots=True)
class SpokeLabel:
    """A capability's label: its lines, its direction (radians clockwise from the top) and offsets in pixels.

    `dx` and `dy` lead from the spoke's end to the label's upper corner on the side that `align` names.
    """

    text: str
    angle: float
    align: str
    dx: float
    dy: float
    width: float
    height: float


def spoke_labels(names: Sequence[str], size: float, gap: float) -> tuple[SpokeLabel, ...]:
    """The labels of the spokes, clockwise from the top; `gap` pixels from the outer ring."""
    labels = []
    for index, name in enumerate(names):
        angle = 2 * math.pi * index / len(names)
        lines = wrap(name)
        height = len(lines) * size * LINE
        sine, cosine = math.sin(angle), math.cos(angle)
        align = "center" if abs(sine) < 0.2 else "left" if sine > 0 else "right"
        # Above and below, a large point or the outer ring's name comes between the spoke's end and its label.
        away = gap + (size * 0.9 if index == 0 else size * 0.5 if align == "center" else 0)
        labels.append(
            SpokeLabel(
                text="\n".join(lines),
                angle=angle,
                align=align,
                dx=sine * gap,
                dy=-cosine * (away + height / 2) - height / 2,
                width=max(text_width(line, size) for line in lines),
                height=height,
            )
        )
    return tuple(labels)


def radius(labels: Sequence[SpokeLabel], width: str, height: str) -> str:
    """An expression for the largest outer radius, in pixels, that leaves room for every label."""
    limits = []
    for label in labels:
        sine = abs(math.sin(label.angle))
        if label.align != "center":
            limits.append(f"({width} / 2 - {abs(label.dx) + label.width + EDGE:.1f}) / {sine:.4f}")
        else:
            limits.append(f"{width} / 2 - {EDGE}")
    above, below = _margins(labels)
    limits.append(f"({height} - {above + below + 2 * EDGE:.1f}) / {_span(labels):.4f}")
    return f"max(20, min({', '.join(limits)}))"


def centre(labels: Sequence[SpokeLabel], height: str, radius: str) -> str:
    """An expression for the vertical place of the centre, so that radar and labels sit in the middle."""
    above, below = _margins(labels)
    highest = max(math.cos(label.angle) for label in labels)
    return (
        f"({height} - {above + below:.1f} - {radius} * {_span(labels):.4f}) / 2 + {above:.1f}"
        f" + {radius} * {highest:.4f}"
    )


def _margins(labels: Sequence[SpokeLabel]) -> tuple[float, float]:
    above = max(-label.dy for label in labels if math.cos(label.angle) > 0.5)
    below = max(label.dy + label.height for label in labels if math.cos(label.angle) < 0)
    return above, below


def _span(labels: Sequence[SpokeLabel]) -> float:
    cosines = [math.cos(label.angle) for label in labels]
    return max(cosines) - min(cosines)
