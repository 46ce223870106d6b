"""What one participant says of an indicator in a workshop, and in which role."""

from __future__ import annotations

from enum import StrEnum


class Vote(StrEnum):
    """One participant's judgement before the discussion; the first three are an ordered scale."""

    NOT_MET = "not_met"
    PARTLY = "partly"
    MET = "met"
    DONT_KNOW = "dont_know"


class Role(StrEnum):
    """In which role somebody votes or answers; saying so is up to them."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    PERSON_USING_SERVICES = "person_using_services"
    CARER = "carer"
    OTHER = "other"
