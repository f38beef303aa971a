"""The words of who may do what at the desk, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "enter_first": "You are the first here. You become the admin, who can add the others.",
    "enter_as": "You come in as {name}. The link works once.",
    "enter_other": "Somebody else",
    "enter_name": "Your name",
    "enter_key": "User name",
    "enter_key_hint": "Short, as your initials: it signs what you send to customers.",
    "enter_password": "Password",
    "enter_new_password": "Set a password",
    "enter_new_password_hint": "At least 10 characters. Leave it empty to come back by another link.",
    "enter_forgot": "No password, or forgotten? An admin can make you a link.",
    "enter_wrong_title": "That is not right",
    "enter_wrong": "The user name or the password is wrong.",
    "enter_again_in": "Try again in {n} seconds. A link from an admin works at once.",
    "user_wrong_key": (
        "A user name has up to 32 letters and digits, and “.”, “_” or “-” between them: "
        "no spaces, no accents."
    ),
    "user_wrong_name": "Write your name, in up to 80 characters.",
    "user_wrong_short": "That password is too short: take at least 10 characters.",
    "user_wrong_long": "That password is too long: 200 characters are enough.",
    "user_wrong_easy": "That password is too easy to guess: take other words.",
    "user_wrong_taken": "That user name is taken.",
    "role_viewer": "viewer",
    "role_agent": "agent",
    "role_editor": "editor",
    "role_admin": "admin",
    "fault_role": "Your role does not include this",
    "fault_role_advice": (
        "It takes the role “{needed}”; yours is “{mine}”. Nothing was changed. An admin can change your role."
    ),
    "incident_none": "There are no incidents.",
    "incident_choose": "Choose one to read what customers are told.",
}

ITALIAN: Mapping[str, str] = {
    "enter_first": "Entri per primo: diventi l’amministratore, che può aggiungere gli altri.",
    "enter_as": "Entri come {name}. Il link vale una volta sola.",
    "enter_other": "Un’altra persona",
    "enter_name": "Il tuo nome",
    "enter_key": "Nome utente",
    "enter_key_hint": "Breve, come le tue iniziali: firma quello che scrivi ai clienti.",
    "enter_password": "Password",
    "enter_new_password": "Scegli una password",
    "enter_new_password_hint": "Almeno 10 caratteri. Lasciala vuota per tornare con un altro link.",
    "enter_forgot": "Non hai una password o non la ricordi? Un amministratore può darti un link.",
    "enter_wrong_title": "Qualcosa non va",
    "enter_wrong": "Il nome utente o la password non sono giusti.",
    "enter_again_in": "Riprova fra {n} secondi. Con un link di un amministratore entri subito.",
    "user_wrong_key": (
        "Un nome utente ha al massimo 32 lettere e cifre, con “.”, “_” o “-” in mezzo: "
        "senza spazi e senza accenti."
    ),
    "user_wrong_name": "Scrivi il tuo nome, in 80 caratteri al massimo.",
    "user_wrong_short": "La password è troppo corta: servono almeno 10 caratteri.",
    "user_wrong_long": "La password è troppo lunga: bastano 200 caratteri.",
    "user_wrong_easy": "La password è troppo facile da indovinare: scegli altre parole.",
    "user_wrong_taken": "Quel nome utente è già preso.",
    "role_viewer": "lettore",
    "role_agent": "operatore",
    "role_editor": "redattore",
    "role_admin": "amministratore",
    "fault_role": "Il tuo ruolo non lo permette",
    "fault_role_advice": (
        "Serve il ruolo “{needed}”; il tuo è “{mine}”. Non è cambiato niente. "
        "Un amministratore può cambiare il tuo ruolo."
    ),
    "incident_none": "Non c’è nessun guasto.",
    "incident_choose": "Scegline uno per leggere che cosa si dice ai clienti.",
}
