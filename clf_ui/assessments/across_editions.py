"""Assessments of other editions beside the one in view: what is comparable of them, and what is not."""

from __future__ import annotations

from collections.abc import Mapping

from clf_model import Assessment, Framework, Profile, join, profile
from clf_model.editions import carry_over, edition_changes
from clf_store import Stored

from ..shared.loaders import st_edition, st_profile
from ..shared.view import View
from ..wording import counted


def edition_name(framework: Framework, other: Framework) -> str:
    """An edition's name; with the beginning of its digest where the other has the same one."""
    if framework.edition != other.edition:
        return f"the edition {framework.edition}"
    return f"the edition {framework.edition} ({framework.digest[:8]})"


def profile_in(view: View, stored: Stored) -> Profile:
    """The profile of another assessment, to lay over the one in view: by what is comparable of both editions.

    Its judgements are read as those of the edition in view, where they say the same.
    """
    if stored.info.framework_digest == view.info.framework_digest:
        return st_profile(stored, view.rules)
    return profile(view.framework, read_in(view, stored), view.rules)


def read_in(view: View, stored: Stored) -> Assessment:
    """Another assessment, with its judgements as those of the edition in view, where they say the same."""
    if stored.info.framework_digest == view.info.framework_digest:
        return stored.assessment
    own = st_edition(stored.info.framework_digest)
    return carry_over(stored.assessment, own, view.framework).assessment


def ids_in(view: View, digest: str | None) -> Mapping[str, str]:
    """By its id in the edition in view, the id of the same text in another edition, where it has one."""
    other = st_edition(digest)
    if other.digest == view.framework.digest:
        return {indicator.id: indicator.id for indicator in other.indicators}
    changes = edition_changes(other, view.framework)
    return {here.id: there.id for there, here in (*changes.same, *changes.moved)}


def without_counterpart(view: View, stored: Stored) -> tuple[str, ...]:
    """What is recorded in another assessment and not comparable with the one in view, by id."""
    own = st_edition(stored.info.framework_digest)
    if own.digest == view.framework.digest:
        return ()
    carried = carry_over(stored.assessment, own, view.framework)
    return (*(after.id for _, after in carried.reworded), *(one.id for one in carried.removed))


def incomparable(view: View, stored: Stored) -> str:
    """What of another assessment is not comparable with the one in view; "" where all is."""
    own = st_edition(stored.info.framework_digest)
    if own.digest == view.framework.digest:
        return ""
    left_out = without_counterpart(view, stored)
    if not left_out:
        return "Made with another edition; every judgement is comparable."
    judgements = counted(len(left_out), "judgement")
    return (
        f"Made with {edition_name(own, view.framework)}: {judgements} not comparable, on "
        f"{join(left_out)}, as the text is another now or gone. They count as not discussed here."
    )
