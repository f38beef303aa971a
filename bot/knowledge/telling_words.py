"""Small words that give a language away, and words that give none away."""

from __future__ import annotations

from collections.abc import Mapping

_NEUTRAL = """
ok okay stop wifi sim esim puk pin sms app bot email mail internet roaming hotspot qr iban pdf spid no
gb giga g lte account online link chat ticket password smartphone router modem tethering login
"""

_GREETINGS = """
ciao salve buongiorno buonasera ehi ehilà grazie scusa scusate scusi hello hi hey please pls thanks thank thx
sorry help hola buenas gracias bonjour bonsoir salut merci hallo danke olá oi obrigado obrigada
"""

_ITALIAN = """
ciao salve buongiorno buonasera ehi ehilà grazie prego scusate scusi per favore il lo gli i un uno una
del dello della dei degli delle al allo alla ai agli alle dal dalla dai nel nella nei sul sulla con non
è e ho hai ha abbiamo avete hanno sono sei siamo siete era sto stai sta state stanno mi ti ci vi si che
chi cosa come dove quando quanto quanta quanti quante perché perchè perche quale quali anche ancora già
gia più piu mio mia miei mie tuo tua vostro vostra nostro questo questa questi quello quella voglio
vorrei posso puoi può puo potete devo deve dovrei bisogna serve fare fatto faccio fai mandate arriva
arrivato arrivata ma o se ne da di in a tra fra su qui qua li là lì oggi ieri domani sempre mai niente
nulla qualcuno aiuto l' un' c' dell' nell' all' dov' com' cos' quant' soldi numero ricarica bolletta
fattura linea funziona risposta rispondete capisco capito sì va tutto bene male subito adesso ora sito
boh mah beh dai raga cmq nn xké perke uffa
"""

_ENGLISH = """
hello hi hey please thanks thank sorry good morning evening the a an of to and is are was were be been
am i you he she it we they my your his her our their me us them do does did don doesn didn not can could
will would should may might must have has had this that these those what who where when why how which
there here still yet already just with without from for on at by about if or but so any some no more no
much many get got want need help work works working know see like as into out up too very i' don' it'
what' isn' can' hasn' haven' doesn' didn' where' you' we' won' that' there' card number phone bill
anyone someone nothing today yesterday tomorrow answer understand yes lost terminate cancel cancellation
opt reset page sign top credit slow coming delete edit remove register free
standard refund signal network ur u im ive cant dont doesnt didnt isnt wont whats
"""

_SPANISH = """
hola buenos buenas gracias favor el los las unas del al con no es y soy eres somos estoy está están mi
tu su se que qué quién cómo dónde cuándo cuánto por para porque pero también ya más muy este esta esto
eso hay tengo tiene quiero puedo puede necesito hacer hecho ayer hoy mañana nadie nada todavía sin me te
le lo nos mis ha he usted ustedes otra otro vez siempre desde hasta solo cuando donde dónde alguien dinero
tarjeta saldo línea funciona llega recarga factura nuevo ahora aquí así vosotros tengo vale
"""

_FRENCH = """
bonjour bonsoir salut merci le la les un une des du au aux avec ne pas est et je tu il elle nous vous
ils suis es sommes êtes sont mon ma mes ton votre vos notre ce cette ces qui que quoi où quand comment
pourquoi combien mais ou donc pour dans sur sous chez plus très déjà encore j' n' c' d' qu' l' ai as a
avons avez ont peux peut veux faire fait hier aujourd demain rien toujours jamais ça y encore depuis même
sans impossible attends argent carte réseau marche répondez allô svp quelqu bien mal trop aussi
"""

_GERMAN = """
hallo guten tag danke bitte der die das ein eine einen einem einer des dem den mit nicht ist und ich du
er sie es wir ihr bin bist sind seid mein meine dein ihre unser dieser diese was wer wo wann wie warum
wieviel aber oder für auf in im an am von zu zum zur noch schon auch mehr sehr kein keine habe hast hat
haben kann kannst können will möchte muss machen gemacht gestern heute morgen nichts immer nie nix wieder
seit weg zurück geht jetzt hier dort mich mir dich dir uns euch geld karte netz rechnung guthaben keiner
"""

_PORTUGUESE = """
olá oi bom boa dia tarde noite obrigado obrigada o os as um uma do da dos das ao com não é e eu você ele
ela nós vocês sou está estou estão meu minha seu sua este esta isso que quem como onde quando quanto por
para porque mas também já mais muito tem tenho quero posso pode preciso fazer feito ontem hoje amanhã
ninguém nada ainda sem tá cadê meus minhas novo nova outra vez desde saldo dinheiro cartão conta consigo
sinal agora aqui alguém alô
"""

_DUTCH = """
hallo goedemorgen het een de niet geen ik je mijn is en van op met wat waar hoe waarom weg nog sinds gisteren
vandaag dank bedankt werkt heb heeft kan wil maar voor naar ook
"""

_POLISH = """
nie mam jest się na do z i w od jak gdzie kiedy co mój moja moje dlaczego wczoraj dzisiaj proszę dziękuję
dzień dobry działa już ale czy
"""

_ROMANIAN = """
nu am este sunt la cu ce unde cum când meu mea buna bună ziua vă rog mulțumesc ieri azi mi nici merge vreau
pot dar și
"""

_ALBANIAN = """
nuk kam është jam me të për dhe ku si kur dje sot përshëndetje faleminderit punon dua mund por
"""

_TURKISH = """
bir ve bu ne nerede nasıl benim yok var değil için merhaba teşekkürler dün bugün çalışmıyor ama istiyorum
"""

NEUTRAL = frozenset(_NEUTRAL.split())
"""Words customers write in any language."""

GREETINGS = frozenset(_GREETINGS.split())
"""Words of courtesy that customers borrow from other languages."""

TELLING: Mapping[str, frozenset[str]] = {
    "it": frozenset(_ITALIAN.split()),
    "en": frozenset(_ENGLISH.split()),
    "es": frozenset(_SPANISH.split()),
    "fr": frozenset(_FRENCH.split()),
    "de": frozenset(_GERMAN.split()),
    "pt": frozenset(_PORTUGUESE.split()),
    "nl": frozenset(_DUTCH.split()),
    "pl": frozenset(_POLISH.split()),
    "ro": frozenset(_ROMANIAN.split()),
    "sq": frozenset(_ALBANIAN.split()),
    "tr": frozenset(_TURKISH.split()),
}
"""By language; a word may tell for several."""
