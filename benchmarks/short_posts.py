"""Short posts as customers write them, by language: one to eight words, slang and slips included."""

from __future__ import annotations

from collections.abc import Mapping

_ITALIAN = """
boh
daje su
uffa
aiutooo
qualcuno mi caga?
credito sparito
linea morta
zero tacche da ieri
ma siete seri?
raga va solo a me?
ancora giù
niente rete a torino
nn prende
rispondete pls
cmq ancora niente
tutto fermo qui
che schifo di servizio
ridatemi i soldi
quanto mi costa cambiare?
la scheda non si attiva
mi avete fregato 10 euro
perché pago due volte
ho cambiato telefono, e adesso?
vi scrivo da stamattina
voglio parlare con qualcuno
bolletta doppia
disdetta subito
quando arriva sta benedetta sim
non mi fa entrare nell'app
ottimo lavoro come sempre eh
ma ci siete o dormite
telefono muto
mi si è bloccato il puk
tutto lento oggi
chi mi rimborsa?
va a scatti
sbagliato importo, aiuto
promo scaduta, che succede
"""

_ENGLISH = """
hello??
anyone alive?
signal gone
down again smh
still nothing
wtf guys
no bars
pls fix
any update?
my bill doubled
top up vanished
refund me now
app keeps crashing
ur network sucks
cant log in
is it just me
been waiting since monday
where's my new sim
how do i leave you
charged twice this month
what a joke of a company
lost my phone, block it
thx for nothing
can someone call me back
data slow af today
wrong amount taken from my account
does it work in spain
tried everything, no luck
need to talk to a human
switching provider tomorrow lol
fed up
sim won't activate
why so slow
who do i complain to
got the wrong plan
same issue again
still waiting for my refund
keeps saying error
"""

_SPANISH = """
hola??
qué pasa
otra vez caído
no tengo cobertura
saldo perdido
vaya servicio
alguien responde?
sigo sin línea
me han cobrado dos veces
dónde está mi tarjeta
quiero darme de baja
devolvedme mi dinero
llevo horas esperando
no me deja entrar
cuánto cuesta cambiar de tarifa
factura doble
necesito hablar con alguien
esto es una vergüenza
no funciona nada
la recarga no llega
sin internet otra vez
quién me ayuda
me robaron el móvil
cómo activo la tarjeta
ya está bien, hombre
"""

_FRENCH = """
allô ?
encore en panne
c'est quoi ce bordel
plus de réseau
y a quelqu'un ?
toujours rien
ma recharge a disparu
remboursez-moi
j'attends depuis ce matin
facture en double
vous répondez jamais
impossible de me connecter
je veux résilier
où est ma carte sim
ça marche pas
crédit perdu
combien ça coûte à l'étranger
quelle honte ce service
prélevé deux fois ce mois-ci
bloquez mon téléphone svp
ras le bol
débit trop lent
comment activer ma carte
on m'a volé mon portable
qui peut m'aider ?
"""

_GERMAN = """
hallo??
schon wieder kein netz
geht nix
guthaben weg
was soll das
keiner da?
immer noch nichts
wo bleibt meine karte
doppelt abgebucht
ich will kündigen
geld zurück bitte
app stürzt ständig ab
warte seit stunden
mein handy wurde geklaut
wie teuer ist das im ausland
rechnung viel zu hoch
bin sauer
komme nicht rein
echt jetzt?
brauche einen menschen am telefon
alles tot
wer hilft mir
karte lässt sich nicht aktivieren
das dauert ewig
falscher betrag abgebucht
"""

_PORTUGUESE = """
alô?
tá fora do ar
sem sinal de novo
cadê meu saldo
ninguém responde
ainda nada
paguei duas vezes
quero cancelar
meu dinheiro de volta
não consigo entrar
que vergonha
a recarga não caiu
onde está o meu cartão
estou à espera há horas
conta muito alta
roubaram o meu telemóvel
quanto custa no estrangeiro
preciso de falar com alguém
caiu tudo outra vez
isso não funciona
tudo parado
quem me ajuda
como ativo o chip
internet muito lenta hoje
valor errado na fatura
"""

_MIXED_ITALIAN = """
ciao, my top-up non è arrivata
il mio account è locked, che faccio?
hi, scusate, quando arriva la sim?
help, non mi va il roaming
sorry ma la fattura è sbagliata
"""

_MIXED_ENGLISH = """
ciao, my top-up hasn't arrived
buongiorno! how do I cancel my plan?
grazie but it still doesn't work
salve, I lost my sim yesterday
scusate, is there anyone who speaks English?
"""


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.strip().split("\n"))


POSTS: Mapping[str, tuple[str, ...]] = {
    "it": _lines(_ITALIAN),
    "en": _lines(_ENGLISH),
    "es": _lines(_SPANISH),
    "fr": _lines(_FRENCH),
    "de": _lines(_GERMAN),
    "pt": _lines(_PORTUGUESE),
}
"""By language."""

MIXED: Mapping[str, tuple[str, ...]] = {"it": _lines(_MIXED_ITALIAN), "en": _lines(_MIXED_ENGLISH)}
"""Two languages in one text, by the language of its question."""
