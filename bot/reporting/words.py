"""What each figure of a report is called, and what exactly it means."""

from __future__ import annotations

from collections.abc import Mapping

TITLES: Mapping[str, str] = {
    "conversations": "conversations",
    "questions": "questions",
    "first_word": "first word",
    "first_word_open": "first word, open",
    "first_answer": "first answer",
    "first_answer_open": "first answer, open",
    "unanswered": "unanswered",
    "contained": "contained",
    "handed_off": "handed off",
    "taken_up": "taken up",
    "waiting": "waiting",
    "spoken_in": "spoken in",
    "elsewhere": "sent elsewhere",
    "promised": "promised",
    "kept": "promises kept",
    "judged": "judged",
    "solved": "solved",
    "duplicates": "said again",
    "overheard": "said about us",
}
"""The figures of a group, in the order in which they are shown."""

DEFINITIONS: Mapping[str, str] = {
    "conversations": "those in which a customer began to wait for an answer in these days",
    "questions": "waits that began in these days, each from a first message without an answer on; "
    "what asks for nothing is none",
    "first_word": "from the question to the first thing we said, an acknowledgement included, by the "
    "clock: median / what 9 of 10 do not exceed",
    "first_word_open": "the same in the opening time of the conversation's channel and topic",
    "first_answer": "from the question to the first answer that is more than an acknowledgement, by "
    "anyone, by the clock",
    "first_answer_open": "the same in the opening time of the conversation's channel and topic",
    "unanswered": "questions that have had no such answer yet",
    "contained": "conversations in which every question was answered, no person asked and none wrote",
    "handed_off": "conversations in which a person was asked, for whatever reason",
    "taken_up": "conversations in which every question was answered, and a person wrote without being asked",
    "waiting": "conversations in which no person was asked and a question has no answer yet; with the "
    "three before, these are all conversations",
    "spoken_in": "conversations in which we said anything, the bot or a person",
    "elsewhere": "the deflection rate: of those, the ones in which something sends the customer to "
    "another channel, as lint's P001 tells it",
    "promised": "times told in these days that are over: kept, renewed, broken or late",
    "kept": "of those, the ones before which a person answered, or within 15 minutes where it was still "
    "open then",
    "judged": "cases asked in these days whether the answer solved it, whose customer said yes or no",
    "solved": "CSAT: of those, the ones in which the customer said yes",
    "duplicates": "public posts in which the same person said the same again",
    "overheard": "posts that name the brand without speaking to it; nobody waits for an answer to them",
    "hand_offs": "the conversations handed off, by why a person was asked, and their part of all "
    "conversations; one may have several reasons",
    "promises": "times told in these days: kept within 15 minutes, renewed in time, broken, late (due "
    "and open), released (the case ended), open",
    "asked": "decisions by the intent they were about, the ten most frequent",
    "hours": "conversations by the hour of their first question in these days, on the brand's clock",
}
