"""What is said in the desk's group, in Italian and English; the desk's own words come from the desk."""

from __future__ import annotations

from collections.abc import Mapping


def group_words(language: str) -> Mapping[str, str]:
    """Give the words in a language; English where there are none in it."""
    return _ITALIAN if language == "it" else _ENGLISH


_ITALIAN: Mapping[str, str] = {
    "unnamed": "senza nome",
    "public": "in pubblico",
    "private": "in privato",
    "followers": "{n} follower",
    "topic": "Tema: {topic}",
    "reason": "Perché: {reason}",
    "with": "Segue {agent}",
    "promised": "Promesso entro: {at}",
    "waits": "In attesa da: {at}",
    "lines": "Conversazione:",
    "draft": "Bozza del bot, non inviata:",
    "take": "Prendo io",
    "back": "Ridai al bot",
    "close": "Chiudi",
    "approve": "Invia la bozza",
    "edit": "Modifica",
    "refuse": "Rifiuta",
    "keep": "Annulla",
    "ask_number": "Bozza {n}",
    "ask": (
        ", rispondi a questo messaggio con le parole da inviare al posto della bozza: andranno al cliente "
        "con la tua sigla. Qui sotto trovi la bozza, da copiare e correggere."
    ),
    "asked": "Rispondi al messaggio che ti mando qui sotto.",
    "why_refused": "Che cosa non va? Scegli sotto la scheda.",
    "kept": "La bozza resta in attesa.",
    "refused": "Bozza rifiutata: il cliente aspetta la tua risposta.",
    "words_only": "Al posto della bozza vanno solo parole: al cliente non è arrivato niente.",
    "too_long": (
        "Con la firma sono {length} caratteri, e su {channel} ce ne stanno {limit}: al cliente non è "
        "arrivato niente. Rispondi di nuovo con meno parole."
    ),
    "spared": "Al cliente non è arrivato niente. Rileggi: {what}.",
    "anyway": "Invia lo stesso",
    "not_yours": "Lo può inviare solo chi l’ha scritto.",
    "draft_late": "L’ora che la bozza promette è già passata: non è stata inviata. Modificala o rispondi tu.",
    "over_approved": "{agent} ha già inviato la bozza: non è stato fatto altro.",
    "over_edited": "{agent} ha già risposto con parole sue: la bozza non è stata inviata.",
    "over_refused": "{agent} ha già rifiutato la bozza: non è stata inviata.",
    "over_overtaken": "La bozza non serve più, qualcuno se ne è già occupato: non è stata inviata.",
    "over_words": "Se il cliente deve leggere le tue parole, scrivile qui senza rispondere a un messaggio.",
    "again": "Invia di nuovo",
    "seen": "Ho visto gli avvisi",
    "changed": "Gli avvisi sono cambiati: rileggi la scheda.",
    "not_sent": "⚠ Non è stato inviato: {note}\n{text}",
    "maybe_sent": "⚠ Non si sa se è arrivato: {note} Guarda prima di inviarlo di nuovo.\n{text}",
    "unknown_person": (
        "{name}, non so ancora chi sei: al cliente non è arrivato niente. Chi gestisce Sportello aggiunga a "
        'settings.toml, in [signatures], per esempio: FB = {{ name = "{name}", telegram = {user} }}'
    ),
    "stranger": "Non so ancora chi sei: scrivi una parola qui sotto, e ti dico come farti aggiungere.",
    "shows_data": "In pubblico mostrerebbe {what}: al cliente non è arrivato niente. Riscrivi senza.",
    "anonymous": (
        "Scrivi come amministratore anonimo: non so chi sei, e al cliente non è arrivato niente. Togli "
        "«Rimani anonimo» dai tuoi permessi nel gruppo e scrivi di nuovo."
    ),
    "no_file_there": (
        "Su {channel} da qui non posso mandare file: al cliente non è arrivato niente. Scrivigli a parole."
    ),
    "no_such_file": (
        "Questo non posso mandarlo: al cliente non è arrivato niente. Vanno testi, foto, video, note "
        "vocali e documenti."
    ),
    "edited": "La correzione non arriva al cliente: se serve, scrivi un messaggio nuovo.",
    "unknown_command": "Non conosco {command}: al cliente non è arrivato niente. /help elenca i comandi.",
    "due_how": "Scrivi quando: /due 2h, /due 18:30 oppure /due domani 9. Al cliente non ho detto niente.",
    "due_past": "Quell'ora è già passata. Al cliente non ho detto niente.",
    "due_case_over": "La pratica è chiusa: non si promette più niente. Al cliente non ho detto niente.",
    "due_closed": "A quell'ora siete chiusi. Al cliente non ho detto niente. Potresti promettere: {at}.",
    "due_closed_unknown": "A quell'ora siete chiusi. Al cliente non ho detto niente.",
    "due_unreachable": "A quell'ora la piattaforma non fa più scrivere. Al cliente non ho detto niente.",
    "over_stale": "Il cliente ha scritto ancora: la bozza non va più bene e non è stata inviata.",
    "gone": "Non c'è più: non è stato fatto niente.",
    "done": "Fatto.",
    "goes_on": "▶ Niente è più fermo: gli invii vanno avanti.",
    "help": (
        "Quello che scrivi qui arriva al cliente, firmato con la tua sigla.\n"
        "// davanti: una nota per i colleghi, che resta qui\n"
        "/take: prendi la conversazione, il bot tace\n"
        "/bot: la ridai al bot\n"
        "/due 2h, /due 18:30, /due domani 9: prometti un orario, e il cliente lo sa\n"
        "/close: chiudi la pratica\n"
        "I pulsanti sotto la scheda inviano la bozza, la cambiano o la rifiutano\n"
        "👀 preso in carico, 👍 arrivato, 👌 fatto, ✍ nota, 👎 non inviato"
    ),
}

_ENGLISH: Mapping[str, str] = {
    "unnamed": "no name",
    "public": "in public",
    "private": "in private",
    "followers": "{n} followers",
    "topic": "Topic: {topic}",
    "reason": "Why: {reason}",
    "with": "With {agent}",
    "promised": "Promised by: {at}",
    "waits": "Waiting since: {at}",
    "lines": "Conversation:",
    "draft": "The bot's draft, not sent:",
    "take": "I take it",
    "back": "Back to the bot",
    "close": "Close",
    "approve": "Send the draft",
    "edit": "Edit",
    "refuse": "Refuse",
    "keep": "Cancel",
    "ask_number": "Draft {n}",
    "ask": (
        ", reply to this message with the words to send in the draft’s place: they go to the customer, "
        "signed with your key. The draft is below, to copy and correct."
    ),
    "asked": "Reply to the message I send you below.",
    "why_refused": "Why is it wrong? Choose below the card.",
    "kept": "The draft goes on waiting.",
    "refused": "Draft refused: the customer waits for your answer.",
    "words_only": "Only words can stand in a draft’s place: the customer got nothing.",
    "too_long": (
        "With the signature these are {length} characters, and {channel} takes {limit}: the customer got "
        "nothing. Reply again with fewer words."
    ),
    "spared": "The customer got nothing. Read it again: {what}.",
    "anyway": "Send all the same",
    "not_yours": "Only who wrote it can send it.",
    "draft_late": "The time that the draft promises is over: it was not sent. Edit it, or answer yourself.",
    "over_approved": "{agent} has sent the draft already: nothing else was done.",
    "over_edited": "{agent} has answered in other words already: the draft was not sent.",
    "over_refused": "{agent} has refused the draft already: it was not sent.",
    "over_overtaken": "The draft is not needed any more, somebody has seen to it: it was not sent.",
    "over_words": "If the customer is to read your words, write them here without replying to a message.",
    "again": "Send again",
    "seen": "I have seen the notices",
    "changed": "The notices have changed: read the card again.",
    "not_sent": "⚠ Not sent: {note}\n{text}",
    "maybe_sent": "⚠ Nobody knows whether it arrived: {note} Look before you send it again.\n{text}",
    "unknown_person": (
        "{name}, I do not know yet who you are: nothing was sent to the customer. Whoever runs Sportello "
        'adds to settings.toml, in [signatures], for example: FB = {{ name = "{name}", telegram = {user} }}'
    ),
    "stranger": "I do not know you yet: write a word below, and I tell you how to be added.",
    "shows_data": "In public it would show {what}: the customer got nothing. Write it without.",
    "anonymous": (
        "You write as an anonymous administrator: I cannot know who you are, and nothing was sent to the "
        "customer. Switch off “Remain anonymous” in your rights in the group and write again."
    ),
    "no_file_there": (
        "Files cannot go to {channel} from here: nothing was sent to the customer. Put it into words."
    ),
    "no_such_file": (
        "I cannot send this: nothing went to the customer. Texts, photos, videos, voice messages and "
        "documents can go."
    ),
    "edited": "A correction does not reach the customer: write a new message if it matters.",
    "unknown_command": "I do not know {command}: nothing was sent to the customer. /help says what I can do.",
    "due_how": "Say when: /due 2h, /due 18:30 or /due tomorrow 9. The customer was told nothing.",
    "due_past": "That time is over. The customer was told nothing.",
    "due_case_over": "The case is closed: nothing is promised any more. The customer was told nothing.",
    "due_closed": "You are closed then. The customer was told nothing. You could promise: {at}.",
    "due_closed_unknown": "You are closed then. The customer was told nothing.",
    "due_unreachable": "The platform will not let us write any more then. The customer was told nothing.",
    "over_stale": "The customer has written again: the draft is out of date and was not sent.",
    "gone": "It is not there any more: nothing was done.",
    "done": "Done.",
    "goes_on": "▶ Nothing is stopped any more: sending goes on.",
    "help": (
        "What you write here goes to the customer, signed with your key.\n"
        "// first: a note for your colleagues, which stays here\n"
        "/take: you have the conversation, the bot is silent\n"
        "/bot: hand it back to the bot\n"
        "/due 2h, /due 18:30, /due tomorrow 9: promise a time, and the customer is told\n"
        "/close: close the case\n"
        "The buttons below the card send the draft, change it or refuse it\n"
        "👀 on its way, 👍 arrived, 👌 done, ✍ noted, 👎 not sent"
    ),
}
