"""Settings that count for everyone: each change is a step in the log, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from clf_model import Framework
from clf_store import Step, StepKind

from .. import state
from ..clock import moment_here, now
from ..wording import counted, plain
from .callbacks import told
from .in_force import LOGO, ZONE, read_logo, read_rules, read_unit, read_zone
from .loaders import RULES, UNIT, st_framework, st_store
from .naming import name_of


@dataclass(frozen=True, slots=True)
class Setting:
    """What a setting is called, in a sentence too, and how its text in the store is said."""

    name: str
    name_in_sentence: str
    said: Callable[[str | None], str]


SETTINGS = {
    RULES: Setting("Rules", "the rules", lambda text: read_rules(text).describe().rstrip(".")),
    UNIT: Setting("Unit of effort", "the unit of effort", lambda text: read_unit(text).name),
    ZONE: Setting("Time zone", "the time zone", lambda text: read_zone(text).key),
    LOGO: Setting("Logo", "the logo", lambda text: _logo_said(read_logo(text))),
}
"""By the beginning of its key, up to a colon."""


OTHER_STEPS = {
    StepKind.SAMPLES_RESET: "Samples reset",
    StepKind.REVEALED: "Votes revealed in the workshop “{}”",
    StepKind.VOTED_AGAIN: "Another vote begun in the workshop “{}”",
    StepKind.ACCEPTED: "Accepted without discussion in the workshop “{}”",
    StepKind.CODE_RENEWED: "New code for the workshop “{}”",
    StepKind.WORKSHOP_CLOSED: "Workshop “{}” closed",
    StepKind.SURVEY_IMPORTED: "Survey “{}” imported",
    StepKind.SURVEY_CLOSED: "Survey “{}” closed",
    StepKind.SURVEY_REMOVED: "Survey “{}” removed",
    StepKind.SCENARIO_DELETED: "Scenario “{}” deleted",
    StepKind.SCENARIO_RESTORED: "Scenario “{}” restored",
    StepKind.ERASED: "A service erased for good",
}
"""What other steps than those on settings are called, with what they were taken on."""


def _logo_said(logo: bytes | None) -> str:
    return "none" if logo is None else f"a picture of {max(1, round(len(logo) / 1000))} KB"


def setting(key: str) -> Setting:
    """The setting that a key belongs to."""
    return SETTINGS[key.partition(":")[0]]


def for_whom() -> str:
    """For how many assessments a setting counts."""
    return counted(st_store().how_many(st_framework().id), "assessment")


def change(key: str, value: str | None) -> None:
    """Change a setting from what this tab showed, and say for whom. Raises `SettingChangedError`."""
    step = st_store().change_setting(
        key, value, seen=state.seen_settings.get(key), who=state.browser(), at=now()
    )
    if step is None:
        return
    standing = state.setting_steps.get(key) or ()
    follows = bool(standing) and st_store().step(standing[-1]).after == step.before
    state.setting_steps.put(key, (*standing, step.id) if follows else (step.id,))
    state.undone_setting_steps.put(key, ())
    state.notify(f"{setting(key).name} changed for all {for_whom()}", way_back=_way_back(key))


@told
def undo(step_id: int) -> None:
    """Take a change of a setting back, whoever made it; or put it in force again, where it was taken back."""
    taken_back = st_store().step(step_id)
    step = st_store().undo_setting(step_id, who=state.browser(), at=now())
    if step is None:
        return
    key = step.subject
    standing, undone = state.setting_steps.get(key) or (), state.undone_setting_steps.get(key) or ()
    if taken_back.kind is StepKind.SETTING_UNDONE and taken_back.reverts is not None:
        standing, undone = (*standing, taken_back.reverts), tuple(id_ for id_ in undone if id_ != step_id)
        said = "changed again"
    else:
        standing, undone = tuple(id_ for id_ in standing if id_ != step_id), (*undone, step.id)
        said = "as before"
    state.setting_steps.put(key, standing)
    state.undone_setting_steps.put(key, undone)
    state.notify(f"{setting(key).name} {said} for all {for_whom()}", way_back=_way_back(key))


def _way_back(key: str) -> state.WayBack:
    """Right after a change for everyone, Undo goes back step by step, says so, and touches no judgement."""
    what = setting(key).name_in_sentence
    standing, undone = state.setting_steps.get(key), state.undone_setting_steps.get(key)
    forward = state.WayBack(
        f"Redo {what}",
        "redo-for-everyone",
        f"Put the change of {what} in force again, for everyone",
        undo,
        undone[-1:] if undone else (),
    )
    return state.WayBack(
        f"Undo {what}",
        "undo-for-everyone",
        f"Take the change of {what} back, for everyone"
        if standing
        else f"Nothing more of yours to undo in {what}",
        undo if standing else None,
        standing[-1:] if standing else (),
        forward if undone else None,
    )


def in_words(step: Step, framework: Framework) -> str:
    """A step: what was done, and of a setting from what to what; `framework` is the edition in a workshop."""
    if step.kind in OTHER_STEPS:
        said = OTHER_STEPS[step.kind].format(step.subject)
        names = {one.id: one.short_name for one in framework.capabilities}
        if not step.after:
            return said
        on = [names.get(one) or name_of(framework, one) for one in step.after.split(", ")]
        return f"{said}: {', '.join(on)}"
    about = setting(step.subject)
    done = "changed back" if step.kind is StepKind.SETTING_UNDONE else "changed"
    return f"{about.name} {done}: from “{about.said(step.before)}” to “{about.said(step.after)}”"


def by_whom(who: str) -> str:
    """Whose browser an entry of the log comes from."""
    return "this browser" if who == state.browser() else state.short_name(who)


def last_change(key: str) -> None:
    """The latest change of a setting, and the way to take it back, as long as it is what is in force."""
    step = st_store().last_change_of_setting(key)
    name = setting(key).name_in_sentence
    with st.container(key=state.key("last-change", key.partition(":")[0])):
        if step is None:
            st.caption(f"Nobody has changed {name} yet.")
            return
        st.caption(plain(f"{moment_here(step.at)}, {by_whom(step.who)}. {in_words(step, st_framework())}"))
        st.button(
            f"Undo this change of {name}",
            key=state.key("undo", key.partition(":")[0]),
            icon=":material/undo:",
            disabled=st_store().setting(key) != step.after,
            on_click=undo,
            args=(step.id,),
        )
