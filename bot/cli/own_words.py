"""Shows a new brand's acknowledgement at closed moments, and asks for words of one's own, in the terminal."""

from __future__ import annotations

from bot.beginning.answers import NAMES, Answers
from bot.beginning.preview import Preview, preview
from bot.beginning.questions import Question, word_questions
from bot.cli.beginning import Ask, Say, ask_one
from bot.cli.brand import all_traits
from bot.cli.first_words import first_words
from bot.clock import SystemClock
from bot.errors import with_remedy
from bot.model.problem import Level
from bot.starter import starter_files


def ask_words(ask: Ask, tell: Say, answers: Answers) -> Answers:
    """Show what is said, and take other words until they can be said. Raises SetupError."""
    _show(tell, _looked_at(answers))
    tell(f"Words of your own may name {', '.join(NAMES.values())}.")
    for question in word_questions(answers.languages):
        answers = _asked(ask, tell, question, answers)
    return answers


def _asked(ask: Ask, tell: Say, question: Question, answers: Answers) -> Answers:
    while True:
        with_words = ask_one(ask, tell, question, answers)
        if with_words == answers:
            return answers
        seen = _looked_at(with_words)
        wrong = [item for problems in seen.wrong.values() for item in problems]
        for problem in wrong:
            tell(f"  {with_remedy(problem.message, problem.hint)}")
        if not any(problem.level is Level.ERROR for problem in wrong):
            _show(tell, seen)
            return with_words


def _looked_at(answers: Answers) -> Preview:
    return preview(starter_files(), answers, all_traits(), SystemClock().now())


def _show(tell: Say, seen: Preview) -> None:
    if seen.calendar is None:
        return
    tell("When you are closed and the bot has no answer, customers are told:")
    for line in first_words(seen.told, seen.calendar):
        tell(line)
