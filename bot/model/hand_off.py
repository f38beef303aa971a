"""Why a person is asked to answer."""

from __future__ import annotations

from enum import StrEnum


class HandOffReason(StrEnum):
    """Why a person is asked; the names are those of `[handoff] on` and of conversation tests."""

    LOW_CONFIDENCE = "low_confidence"
    NOT_SOLVED = "not_solved"
    TIE = "tie"
    ASKED_FOR_HUMAN = "asked_for_human"
    ANGRY = "angry"
    PERSONAL_DATA = "personal_data"
    LEGAL = "legal"
    PEOPLE_ONLY = "people_only"
    PROMISED = "promised"
    SLOT_FAILED = "slot_failed"
    SEVERAL_QUESTIONS = "several_questions"
    REPEATED = "repeated"
    LOOP = "loop"
    STALE = "stale"
    NOT_ABOUT_US = "not_about_us"
    DRAFT = "draft"
    APPROVAL = "approval"
    TOO_MANY = "too_many"
    SELF_HARM = "self_harm"
    THREAT = "threat"
    MINOR = "minor"
    SCANDAL = "scandal"
    HATRED = "hatred"
    IRONY = "irony"
    BYSTANDER = "bystander"
    OVERHEARD = "overheard"
    PLATFORM_FORBIDS = "platform_forbids"
    TEMPLATE_FAILED = "template_failed"
    SEND_FAILED = "send_failed"
    PROMISE_LATE = "promise_late"
    TROUBLE = "trouble"
