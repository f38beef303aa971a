"""The words of the report's page, in two languages; the English ones of figures are the report's own."""

from __future__ import annotations

from collections.abc import Mapping

from bot.reporting.words import DEFINITIONS, TITLES

_MORE_TITLES = {
    "hand_offs": "why a person was asked",
    "promises": "promises",
    "asked": "most asked",
    "hours": "by hour",
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ENGLISH: Mapping[str, str] = {
    **{f"report_{name}": _capital(title) for name, title in {**TITLES, **_MORE_TITLES}.items()},
    **{f"report_def_{name}": _capital(text) + "." for name, text in DEFINITIONS.items()},
    "report": "Report",
    "report_lead": "How customers were served, counted from what is stored. What each figure means "
    "stands below.",
    "report_period": "Time",
    "report_days": "{n} days",
    "report_day": "24 hours",
    "report_first_day": "From",
    "report_last_day_field": "To",
    "report_show": "Show",
    "report_last_day": "The last 24 hours",
    "report_last_days": "The last {n} days",
    "report_from_to": "From {first} to {last}",
    "report_wrong_order": "The last day is before the first: choose a later one. The last 7 days are shown.",
    "report_wrong_future": "These days are still to come: choose days up to today. The last 7 days "
    "are shown.",
    "report_wrong_long": "A report is about 396 days at most: choose fewer. The last 7 days are shown.",
    "report_wrong_date": "This is not a day: write it as 2026-08-10. The last 7 days are shown.",
    "report_wrong_number": "This is not a number of days from 1 to 396. The last 7 days are shown.",
    "report_empty": "Nobody wrote and nothing was said in this time.",
    "report_take_csv": "Take away as CSV",
    "report_take_json": "Take away as JSON",
    "report_of": "{n} of {of}",
    "report_waits": "How long customers waited",
    "report_figure": "Figure",
    "report_median": "half within",
    "report_p90": "9 of 10 within",
    "report_clock": "by the clock",
    "report_opening": "in opening time",
    "report_day_letter": "d",
    "report_outcomes": "What became of the conversations",
    "report_count": "Number",
    "report_share": "Part",
    "report_reason": "Reason",
    "report_state": "What became of it",
    "report_intent": "Intent",
    "report_when": "When they write",
    "report_none": "None.",
    "report_hour_says": "{hour}:00: {n} questions, {open} unanswered",
    "report_hours_drawn": "Questions by the hour in which the conversation began",
    "report_by_channel": "By channel",
    "report_by_language": "By language",
    "report_by_intent": "By intent",
    "report_by_hour": "By hour",
    "report_not_known": "not known",
    "report_more": "{n} more stand in the CSV.",
    "report_elsewhere_list": "Sent elsewhere",
    "report_elsewhere_more": "The words by which customers were sent to another channel, the first of "
    "each conversation.",
    "report_conversation": "Conversation {n}",
    "report_definitions": "What each figure means",
    "report_legend_questions": "answered",
    "report_legend_waiting": "unanswered",
    "owed_kept": "Kept",
    "owed_renewed": "Put off in time",
    "owed_broken": "Broken",
    "owed_late": "Late",
    "owed_released": "Released",
    "owed_open": "Open",
}

ITALIAN: Mapping[str, str] = {
    "report_conversations": "Conversazioni",
    "report_questions": "Domande",
    "report_first_word": "Prima parola",
    "report_first_word_open": "Prima parola, in orario",
    "report_first_answer": "Prima risposta",
    "report_first_answer_open": "Prima risposta, in orario",
    "report_unanswered": "Senza risposta",
    "report_contained": "Concluse dal bot",
    "report_handed_off": "Passate a una persona",
    "report_taken_up": "Prese da una persona",
    "report_waiting": "In attesa",
    "report_spoken_in": "Con una nostra parola",
    "report_elsewhere": "Mandati altrove",
    "report_promised": "Promesse scadute",
    "report_kept": "Promesse mantenute",
    "report_judged": "Giudicate",
    "report_solved": "Risolte (CSAT)",
    "report_duplicates": "Dette di nuovo",
    "report_overheard": "Dette su di noi",
    "report_hand_offs": "Perché è servita una persona",
    "report_promises": "Promesse",
    "report_asked": "Le più chieste",
    "report_hours": "Per ora",
    "report_def_conversations": "Quelle in cui, in questi giorni, un cliente ha cominciato ad "
    "aspettare una risposta.",
    "report_def_questions": "Le attese cominciate in questi giorni, ognuna dal primo messaggio "
    "rimasto senza risposta; "
    "un messaggio che non chiede niente non conta.",
    "report_def_first_word": "Dalla domanda alla prima cosa che abbiamo detto, conferme di ricezione "
    "comprese, "
    "sull’orologio: la mediana e il tempo che 9 su 10 non superano.",
    "report_def_first_word_open": "Lo stesso, contando solo l’orario di apertura del canale e "
    "dell’argomento.",
    "report_def_first_answer": "Dalla domanda alla prima risposta che sia più di una conferma di "
    "ricezione, "
    "di chiunque, sull’orologio.",
    "report_def_first_answer_open": "Lo stesso, contando solo l’orario di apertura del canale e "
    "dell’argomento.",
    "report_def_unanswered": "Domande che non hanno ancora avuto una risposta così.",
    "report_def_contained": "Conversazioni in cui ogni domanda ha avuto risposta, senza che una "
    "persona fosse chiamata o scrivesse.",
    "report_def_handed_off": "Conversazioni in cui è stata chiamata una persona, per qualsiasi motivo.",
    "report_def_taken_up": "Conversazioni in cui ogni domanda ha avuto risposta e una persona ha "
    "scritto senza essere chiamata.",
    "report_def_waiting": "Conversazioni in cui nessuno è stato chiamato e una domanda non ha ancora "
    "risposta; "
    "con le tre di prima fanno tutte le conversazioni.",
    "report_def_spoken_in": "Conversazioni in cui abbiamo detto qualcosa, il bot o una persona.",
    "report_def_elsewhere": "Il tasso di deviazione: di quelle, le conversazioni in cui qualcosa "
    "manda il cliente su un altro "
    "canale, secondo la regola P001 di lint.",
    "report_def_promised": "I tempi detti in questi giorni che sono passati: mantenuti, rinviati, "
    "mancati o in ritardo.",
    "report_def_kept": "Di quelli, i tempi entro cui, o al più 15 minuti dopo, una persona ha risposto.",
    "report_def_judged": "I casi a cui in questi giorni è stato chiesto se la risposta ha risolto, e "
    "il cliente ha detto sì o no.",
    "report_def_solved": "CSAT: di quelli, i casi in cui il cliente ha detto sì.",
    "report_def_duplicates": "Messaggi pubblici in cui la stessa persona ha ripetuto la stessa cosa.",
    "report_def_overheard": "Messaggi pubblici che nominano il marchio senza rivolgersi a lui; "
    "nessuno aspetta una risposta.",
    "report_def_hand_offs": "Le conversazioni passate a una persona, per motivo, e la loro parte di "
    "tutte le conversazioni; "
    "una può avere più motivi.",
    "report_def_promises": "I tempi detti in questi giorni: mantenuti entro 15 minuti, rinviati in "
    "tempo, mancati, in ritardo "
    "(scaduti e aperti), sciolti (il caso è finito), aperti.",
    "report_def_asked": "Le decisioni per intento, i dieci più frequenti.",
    "report_def_hours": "Le conversazioni per ora della loro prima domanda in questi giorni, "
    "sull’orologio del marchio.",
    "report": "Report",
    "report_lead": "Come sono stati serviti i clienti, contato da ciò che è conservato. Sotto c’è "
    "scritto che cosa vuol dire ogni cifra.",
    "report_period": "Periodo",
    "report_days": "{n} giorni",
    "report_day": "24 ore",
    "report_first_day": "Dal",
    "report_last_day_field": "Al",
    "report_show": "Mostra",
    "report_last_day": "Le ultime 24 ore",
    "report_last_days": "Gli ultimi {n} giorni",
    "report_from_to": "Dal {first} al {last}",
    "report_wrong_order": "L’ultimo giorno viene prima del primo: scegline uno successivo. Qui vedi "
    "gli ultimi 7 giorni.",
    "report_wrong_future": "Questi giorni devono ancora venire: scegli giorni fino a oggi. Qui vedi "
    "gli ultimi 7 giorni.",
    "report_wrong_long": "Un report copre al massimo 396 giorni: scegline meno. Qui vedi gli ultimi 7 "
    "giorni.",
    "report_wrong_date": "Questo non è un giorno: scrivilo come 2026-08-10. Qui vedi gli ultimi 7 giorni.",
    "report_wrong_number": "Questo non è un numero di giorni da 1 a 396. Qui vedi gli ultimi 7 giorni.",
    "report_empty": "In questo periodo nessuno ha scritto e niente è stato detto.",
    "report_take_csv": "Scarica in CSV",
    "report_take_json": "Scarica in JSON",
    "report_of": "{n} su {of}",
    "report_waits": "Quanto hanno aspettato i clienti",
    "report_figure": "Cifra",
    "report_median": "metà entro",
    "report_p90": "9 su 10 entro",
    "report_clock": "sull’orologio",
    "report_opening": "in orario di apertura",
    "report_day_letter": "g",
    "report_outcomes": "Come sono finite le conversazioni",
    "report_count": "Numero",
    "report_share": "Parte",
    "report_reason": "Motivo",
    "report_state": "Com’è andata",
    "report_intent": "Intento",
    "report_when": "Quando scrivono",
    "report_none": "Nessuna.",
    "report_hour_says": "{hour}:00: {n} domande, {open} senza risposta",
    "report_hours_drawn": "Domande per ora in cui è cominciata la conversazione",
    "report_by_channel": "Per canale",
    "report_by_language": "Per lingua",
    "report_by_intent": "Per intento",
    "report_by_hour": "Per ora",
    "report_not_known": "non si sa",
    "report_more": "Altre {n} sono nel CSV.",
    "report_elsewhere_list": "Mandati altrove",
    "report_elsewhere_more": "Le parole con cui i clienti sono stati mandati su un altro canale, le "
    "prime di ogni conversazione.",
    "report_conversation": "Conversazione {n}",
    "report_definitions": "Che cosa vuol dire ogni cifra",
    "report_legend_questions": "con risposta",
    "report_legend_waiting": "senza risposta",
    "owed_kept": "Mantenute",
    "owed_renewed": "Rinviate in tempo",
    "owed_broken": "Mancate",
    "owed_late": "In ritardo",
    "owed_released": "Sciolte",
    "owed_open": "Aperte",
}
