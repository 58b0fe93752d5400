"""Going straight there: a reference typed into the search box leads to the thing itself."""

import re

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models.actions import Action
from app.models.people import May, User
from app.models.recommendations import Recommendation, Responsibility, Source
from app.services.audience import action_is_shared_with

_ACTION = re.compile(r"(?:action\s+)?(\d{1,5}\s*/\s*\d{2,4})", re.IGNORECASE)
_RECOMMENDATION = re.compile(
    r"(?:(?P<before>\S.{0,60}?)\s+)?(?:recommendation|rec)s?\.?\s*(?:no\.?\s*)?(?P<reference>\d[\w.]{0,12})"
    r"(?:\s+(?:of|from|in)\s+(?P<after>\S.{0,60}))?",
    re.IGNORECASE,
)


def straight_to(session: Session, words: str, *, user: User) -> str | None:
    """The address of the one action ("17/2023") or recommendation ("recommendation 8", "IIHR rec 8") that
    is meant.
    """
    words = " ".join(words.split())[:100]
    if action := _ACTION.fullmatch(words):
        return _action(session, re.sub(r"\s", "", action[1]), user)
    if recommendation := _RECOMMENDATION.fullmatch(words):
        source = recommendation["before"] or recommendation["after"] or ""
        return _recommendation(session, recommendation["reference"].rstrip("."), source, user)
    return None


def _action(session: Session, reference: str, user: User) -> str | None:
    query = select(Action.id).where(
        Action.reference == reference.lstrip("0"), col(Action.removed_at).is_(None)
    )
    if not user.is_of_the_office:
        query = query.where(action_is_shared_with(user))
    found = session.exec(query).first()
    return f"/actions/{found}" if found else None


def _recommendation(session: Session, reference: str, source: str, user: User) -> str | None:
    query = (
        select(Recommendation.id)
        .join(Source, col(Source.id) == Recommendation.source_id)
        .where(func.lower(Recommendation.reference) == reference.lower())
    )
    if source:
        folded = source.lower().strip(" ,:")
        query = query.where(
            (func.lower(Source.short_name) == folded) | (func.lower(Source.title) == source.lower())
        )
    if not user.is_of_the_office:
        answers_for = select(Responsibility.recommendation_id).where(
            Responsibility.organisation_id == user.organisation_id
        )
        query = query.where(col(Recommendation.id).in_(answers_for if user.may(May.RESPOND) else []))
    found = session.exec(query.limit(2)).all()
    return f"/recommendations/{found[0]}" if len(found) == 1 else None
