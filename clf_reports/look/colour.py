"""Colours as numbers: contrast after WCAG 2.2, mixing in OKLab (Ottosson 2020)."""

from __future__ import annotations


def text_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour (at least 4.5:1)."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, colour))


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours after WCAG 2.2, from 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2, from 0 to 1: what is left of a colour in grey."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(first: str, second: str, share: float) -> str:
    """The colour that lies this share (0 to 1) of the way from the first to the second in OKLab."""
    start, end = _oklab(_linear(first)), _oklab(_linear(second))
    return _hex(tuple(a + (b - a) * share for a, b in zip(start, end, strict=True)))


def _linear(colour: str) -> tuple[float, ...]:
    values = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(v / 12.92 if v <= 0.04045 else float(((v + 0.055) / 1.055) ** 2.4) for v in values)


def _product(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)


_TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1, 0.3963377774, 0.2158037573),
    (1, -0.1055613458, -0.0638541728),
    (1, -0.0894841775, -1.2914855480),
)
_FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def _oklab(linear: tuple[float, ...]) -> tuple[float, ...]:
    return _product(_TO_LAB, tuple(v ** (1 / 3) for v in _product(_TO_LMS, linear)))


def _hex(lab: tuple[float, ...]) -> str:
    linear = _product(_FROM_LMS, tuple(v**3 for v in _product(_FROM_LAB, lab)))
    clipped = (min(1.0, max(0.0, v)) for v in linear)
    encoded = (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in clipped)
    return "#" + "".join(f"{round(v * 255):02x}" for v in encoded)
