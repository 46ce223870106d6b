"""What is in force for everyone, as Settings keeps it: rules, unit of effort, time zone, logo."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clf_model import DAYS, EffortUnit, Perspectives, Rules

from ..clock import day_in, hour_in, machine_zone, now, zone_in_words, zone_named
from ..wording import long_date
from .loaders import UNIT, opened_store, rules_key, setting_in_force, st_store

ZONE, LOGO = "zone", "logo"


def rules_in_force() -> Rules:
    """The rules chosen in Settings for this framework; the defaults where nothing was chosen."""
    return read_rules(setting_in_force(rules_key()))


def read_rules(text: str | None) -> Rules:
    """The rules that the store keeps as this text; the framework's own where it keeps none."""
    if text is None:
        return Rules()
    kept = json.loads(text)
    return Rules(kept["threshold"], kept["evidence_required"], Perspectives(kept["perspectives"]))


def unit_in_force() -> EffortUnit:
    """The unit of efforts that was named in Settings; the usual one where nobody has."""
    return read_unit(setting_in_force(UNIT))


def read_unit(text: str | None) -> EffortUnit:
    """The unit of efforts that the store keeps as this text."""
    return DAYS if text is None else EffortUnit(text)


def zone_in_force() -> ZoneInfo:
    """The zone of what holds for everybody: the one chosen in Settings, else the computer's.

    Phones need it too, which may not read other settings in room mode.
    """
    return read_zone(opened_store().setting(ZONE))


def read_zone(text: str | None) -> ZoneInfo:
    """The zone that the store keeps as this text."""
    return (zone_named(text) if text else None) or machine_zone()


def logo_in_force() -> bytes | None:
    """The logo chosen in Settings, a checked PNG or SVG; None where nobody has chosen one."""
    return read_logo(st_store().setting(LOGO))


def read_logo(text: str | None) -> bytes | None:
    """The logo that the store keeps as this text."""
    return None if text is None else base64.b64decode(text)


def day_for_everyone() -> date:
    """The day that it is where the dashboard is: by it surveys begin and end."""
    return day_in(now(), zone_in_force())


def moment_for_everyone(at: datetime) -> str:
    """A moment that is the same for all, to the minute: 12 March 2026 at 21:30, London time."""
    zone = zone_in_force()
    return f"{long_date(day_in(at, zone))} at {hour_in(at, zone)}, {zone_in_words(zone)}"
