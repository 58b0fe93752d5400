"""Questions of the minutes: who asked what of whom, whether it was answered, and what became of it otherwise."""

from app.services.questions.asked import Answer, Asked, Carried, Tie, WrittenAnswer
from app.services.questions.finding import STATES, State, ask_again, by_id, state
from app.services.questions.making import (
    action_of,
    by_ids,
    make_action,
    proposed_recommendation_ids,
    questions_of_action,
)
from app.services.questions.register import PAGE, Filters, QuestionPage, register

__all__ = [
    "PAGE",
    "STATES",
    "Answer",
    "Asked",
    "Carried",
    "Filters",
    "QuestionPage",
    "State",
    "Tie",
    "WrittenAnswer",
    "action_of",
    "ask_again",
    "by_id",
    "by_ids",
    "make_action",
    "proposed_recommendation_ids",
    "questions_of_action",
    "register",
    "state",
]
