"""Colours: contrast on both backgrounds, order, and marks that say the role without colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from clf_model import load_framework
from clf_model.voices import Tally, VoteCounts
from clf_reports import frontier_spec, radar_spec, steps_spec, timeline_spec, votes_svg
from clf_reports.look.colour import contrast, luminance, mix, text_on
from clf_reports.look.theme import MARKS, ROLES, Mode, palette, stage_colours

ROOT = Path(__file__).resolve().parent.parent.parent
MODES = list(Mode)
STAGES = range(1, 11)


def test_contrast_is_that_of_the_wcag_examples():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mixing_keeps_the_ends_and_lies_between_them():
    assert mix("#0b4f6c", "#ffffff", 0) == "#0b4f6c"
    assert mix("#0b4f6c", "#ffffff", 1) == "#ffffff"
    assert luminance("#0b4f6c") < luminance(mix("#0b4f6c", "#ffffff", 0.5)) < 1


@pytest.mark.parametrize("mode", MODES)
def test_text_and_series_contrast_with_the_background(mode: Mode):
    colours = palette(mode)
    assert min(contrast(c, colours.background) for c in (colours.text, colours.muted, colours.accent)) >= 4.5
    assert min(contrast(c, colours.background) for c in (*colours.roles.values(), colours.outline)) >= 3


@pytest.mark.parametrize("mode", MODES)
def test_charts_bring_the_background_that_they_contrast_with(mode: Mode):
    """A screen that changes over to the other theme keeps them as they are until they are drawn again."""
    framework = load_framework(ROOT / "framework.yaml")
    specs = [radar_spec(framework, mode), steps_spec(framework, mode), timeline_spec(framework, mode)]
    background = palette(mode).background
    assert [spec["background"] for spec in (*specs, frontier_spec(mode))] == [background] * 4
    assert f"background: {background}" in votes_svg(Tally("2.2.O1", 1, VoteCounts(met=5)), mode)


@pytest.mark.parametrize("mode", MODES)
def test_series_and_ring_names_contrast_with_the_deepest_band_too(mode: Mode):
    colours = palette(mode)
    band = mix(colours.background, colours.band, 0.16)
    assert min(contrast(c, band) for c in colours.roles.values()) >= 3
    assert contrast(colours.muted, band) >= 4.5


@pytest.mark.parametrize("stages", STAGES)
@pytest.mark.parametrize("mode", MODES)
def test_each_stage_is_further_from_the_background_than_the_one_before(mode: Mode, stages: int):
    ramp = [contrast(colour, palette(mode).background) for colour in stage_colours(stages, mode)]
    assert len(ramp) == stages + 1
    assert ramp == sorted(set(ramp))
    assert all(ratio >= 3 for ratio in ramp[1:])


@pytest.mark.parametrize("stages", STAGES)
@pytest.mark.parametrize("mode", MODES)
def test_text_reads_on_every_stage(mode: Mode, stages: int):
    assert min(contrast(text_on(colour), colour) for colour in stage_colours(stages, mode)) >= 4.5


def test_roles_differ_in_more_than_colour():
    assert set(MARKS) == set(ROLES)
    assert len({mark.dash for mark in MARKS.values()}) == len(ROLES)
    assert len({(mark.shape, mark.size, mark.solid) for mark in MARKS.values()}) == len(ROLES)
