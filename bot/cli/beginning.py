"""The questions of a new brand, asked in the terminal."""

from __future__ import annotations

from collections.abc import Callable

from bot.beginning.answers import AgainError, Answers
from bot.beginning.questions import QUESTIONS, Question, answered
from bot.errors import SetupError

Ask = Callable[[str], str]
Say = Callable[[str], None]


def ask_all(ask: Ask, tell: Say) -> Answers:
    """Ask everything but the words; an empty answer takes the one shown.

    Raises SetupError when the answers end early.
    """
    answers = Answers()
    for question in QUESTIONS:
        answers = ask_one(ask, tell, question, answers)
    return answers


def ask_one(ask: Ask, tell: Say, question: Question, answers: Answers) -> Answers:
    """Ask one question until it has an answer. Raises SetupError when the answers end early."""
    usual = question.usual(answers)
    while True:
        try:
            return answered(answers, question, ask(f"{question.words} [{usual or 'Enter keeps it'}] "))
        except EOFError as error:
            raise SetupError(
                f"the answers ended before “{question.words}” was answered; nothing was written",
                hint="answer every question (an empty line takes what is shown), or use --yes",
            ) from error
        except AgainError as error:
            tell(f"  {error}")
