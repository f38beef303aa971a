"""What people type short, and the words it stands for: “nn” for “non”, “thx” for “thanks”.

Only what hardly means anything else in the languages customers write; a lone “x” is “per”.
"""

from __future__ import annotations

import re

_ITALIAN = """
nn non | nnt niente | cmq comunque | cque comunque | xke perché | xké perché | xchè perché | xché perché
xche perché | perke perché | perkè perché | pk perché | pke perché | ke che | kè che | ki chi | kosa cosa
qst questo | qsto questo | qsta questa | qsti questi | qste queste | ql quel | qll quello | qlla quella
qlc qualcuno | qlcn qualcuno | qlcs qualcosa | qlks qualcosa | qlk qualche | qls qualsiasi | qnd quando
qndo quando | qnt quanto | qnto quanto | qnti quanti | qnta quanta | tti tutti
tto tutto | trp troppo | dv dove | dp dopo | cn con | nlla nella | dlla della
anke anche | ank anche | xò però | xciò perciò | nemm nemmeno | grz grazie | tnx grazie | grzie grazie
xfav per favore | xfavore per favore | gg giorni | risp risposta | vcn vicino | bn bene
mlt molto | prox prossimo | sx sinistra | dx destra
"""

_ENGLISH = """
thx thanks | thanx thanks | pls please | plz please | u you | ur your | b4 before
2day today | 2moro tomorrow | tmrw tomorrow | tmr tomorrow | tmw tomorrow | thru through | w/o without
cuz because | coz because | bcz because | dunno don't know | idk i don't know
gonna going to | wanna want to | gotta have to | gimme give me | lemme let me | ppl people
msgs messages | acct account | asap as soon as possible | dont don't | doesnt doesn't | didnt didn't
cant can't | couldnt couldn't | isnt isn't | wasnt wasn't | arent aren't | havent haven't | hasnt hasn't
ive i've | thats that's | whats what's | wheres where's | hows how's | theres there's | youre you're
theyre they're | hrs hours | yrs years | wks weeks
"""

_MEANT = {
    short: meant
    for entry in re.split(r"[|\n]", f"{_ITALIAN}|{_ENGLISH}")
    for short, _, meant in [entry.strip().partition(" ")]
    if short
}

_SHORT = re.compile(r"(?<![\w'])(?<!\w\.)[\w/]{1,10}(?![\w']|\.\w)")
_PER = re.compile(r"(^|(?<![a-zà-ÿ])[a-zà-ÿ]+[!?.,]* )x (?=[a-zà-ÿ])")
_MODEL = re.compile(r"(?:iphone|series|serie|raggi|ray|modell?o?|mac|os|windows|galaxy|classe|tesla)$")
"""After these an x is a name, not “per”."""


def spelled_out(copy: str) -> str:
    """Give a lower-case copy with what is typed short written out; all else as it is."""
    return _SHORT.sub(lambda word: _MEANT.get(word[0], word[0]), _PER.sub(_per, copy))


def _per(found: re.Match[str]) -> str:
    return found[0] if _MODEL.search(found[1].rstrip()) else f"{found[1]}per "
