"""What people write that is about no brand at all: small talk, the news, chores, keys hit at random.

It teaches the matcher what to leave alone. No greetings, thanks, insults or calls for a person: brands
write those.
"""

from __future__ import annotations

ITALIAN = """
che tempo fa domani
pioverà questo fine settimana?
chi ha vinto la partita ieri sera
forza Inter, che gol al novantesimo
quanto manca alla fine del campionato
raccontami una barzelletta
come si prepara la carbonara
hai una ricetta per il tiramisù senza uova?
stasera pizza o sushi?
qual è la capitale dell'Australia
quanto fa sette per otto
chi ha scritto I promessi sposi
quanto è alto il Monte Bianco
in che anno è finita la seconda guerra mondiale
traduci buonanotte in giapponese
mi consigli un film da vedere stasera
hai visto l'ultima puntata?
che canzone bellissima, non riesco a smettere di ascoltarla
sto leggendo un romanzo di Calvino
oggi è il compleanno di mia sorella
il mio gatto dorme tutto il giorno
devo portare il cane dal veterinario
mi fa male la schiena da una settimana
che sintomi ha l'influenza?
quante calorie ha una banana
domani ho un esame di matematica e non so niente
mi aiuti con i compiti di storia?
cerco lavoro come cameriere a Bologna
affitto bilocale in zona stazione
vendo bicicletta usata in buone condizioni
il governo ha approvato la nuova legge
per chi voti alle prossime elezioni?
il treno per Napoli è in ritardo come sempre
traffico bloccato in tangenziale
quanto costa un volo per Parigi
dove si mangia bene a Palermo
che bello il mare a settembre
hai un fidanzato?
quanti anni hai
sei un robot o una persona vera?
ti amo, vuoi sposarmi?
qual è il senso della vita
credi negli alieni?
che segno zodiacale sei
oroscopo del leone di oggi
non riesco a dormire stanotte
mi annoio tantissimo
che giorno è oggi
sveglia alle sette domani mattina
metti un po' di musica jazz
ricordami di comprare il latte
come si toglie una macchia di vino rosso
le piante del balcone sono tutte secche
la lavatrice perde acqua
guadagna mille euro al giorno lavorando da casa, clicca qui
seguimi e ti seguo anch'io
investi subito in criptovalute, guadagno garantito
buona domenica a tutti gli amici del gruppo
foto stupenda, complimenti
boh vabbè non so che dire
ok
va bene
sì
no
ho capito
aspetto
tutto a posto
asdf qwerty
fghjkl sdfg hjk
blabla blabla bla
qwertyuiop
aaa bbb ccc
jdhfkjsdh kjsdhf
"""

ENGLISH = """
what's the weather like tomorrow
is it going to rain this weekend?
who won the match last night
what a goal in the last minute
when does the season start
tell me a joke
how do you make pancakes
any good recipe for chicken soup?
what should I cook for dinner
what is the capital of Mongolia
what's seven times eight
who wrote Hamlet
how tall is Mount Everest
when did the first world war end
translate good night into Japanese
can you recommend a film for tonight
did you see the last episode?
I can't stop listening to this song
I'm reading a novel by Dickens
it's my sister's birthday today
my cat sleeps all day long
I have to take the dog to the vet
my back has been hurting for a week
what are the symptoms of the flu?
how many calories are in a banana
I have a maths exam tomorrow and know nothing
help me with my history homework
looking for a job as a waiter in Leeds
two-bedroom flat to rent near the station
selling a used bike in good condition
parliament passed the new law today
who are you voting for?
my train is late again
the motorway is completely blocked
cheap flights to Barcelona
best place to eat in Lisbon
I love the seaside in September
do you have a girlfriend?
how old are you
are you a robot or a real person?
I love you, will you marry me?
what is the meaning of life
do you believe in aliens?
what's your star sign
horoscope for Leo today
I can't sleep tonight
I'm so bored
what day is it today
wake me up at seven tomorrow
play some jazz music
remind me to buy milk
how do I get red wine out of a carpet
all my houseplants are dying
the washing machine is leaking
earn a thousand dollars a day from home, click here
follow me and I'll follow back
buy this coin now, guaranteed profit
happy Sunday to all my friends here
gorgeous picture, well done
dunno, whatever, never mind
alright
yes
I see
I'll wait
all good
sdlkfj woeiru
zxcvb nmasd
lorem ipsum dolor sit amet
hjkl hjkl hjkl
xx yy zz
weroiu sdfklj xcvm
"""


def sentences() -> tuple[str, ...]:
    """Give every sentence of the background, as written."""
    return tuple(line for line in (*ITALIAN.splitlines(), *ENGLISH.splitlines()) if line)
