"""Texts that ask without saying about what: “e quanto costa?”, “how do I?”; only question words and the like.

A brand has many answers to such a text, and nothing in it tells which.
"""

from __future__ import annotations

import re

_ITALIAN = """
quanto quanta quanti quante come cosa che chi dove quando quale quali qual perché perche perchè e ed o ma
poi anche allora invece inoltre però pero quindi cioè cioe scusa scusate scusi per favore mi ti ci vi si lo
la li le il gli i un uno una ne di da a al alla in con su nel nella del della questo questa quello quella
è sono sarebbe costa costano costerebbe costi costo prezzo fa fare faccio facciamo fai fate posso possiamo
può puo potrei potete devo dobbiamo dovrei bisogna serve servono vuole vorrei voglio volevo sapere funziona
funzionano viene vengono paga pago pagare così adesso ora io tu voi noi qui qua sì si
"""

_ENGLISH = """
how much many what when where who which why and or but so also then instead please sorry the a an it its
this that these those they them i we you he she my your our is are was were be do does did can could would
will shall should may might must have has had get want to of for in on at by with from about if cost costs
price pay paying work works know like go there here now too just s d m ll re ve whats hows wheres
"""

_SMALL = frozenset((*_ITALIAN.split(), *_ENGLISH.split()))
_APOSTROPHES = frozenset(["c", "d", "l", "com", "cos", "cosè", "dov", "quant", "un", "dell", "all", "nell"])
_WORD = re.compile(r"\w+")


def is_hollow(copy: str) -> bool:
    """Tell whether a matching copy has words, and all of them ask or join."""
    words = words_of(copy)
    return bool(words) and all(word in _SMALL or word in _APOSTROPHES for word in words)


def words_of(copy: str) -> tuple[str, ...]:
    """Give a copy's words without its marks, to compare with other copies."""
    return tuple(_WORD.findall(copy))
