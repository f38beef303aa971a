"""The words that a brand spares its customers, in Italian and in English; one expression a line."""

from __future__ import annotations

_CALL_IT = r"(?:chiama|telefona|contatta)(?:re|te|ci)?"
_DESK_IT = (
    r"(?:call[ -]cent(?:er|re)|numero verde|servizio clienti|centralino|assistenza clienti|"
    r"numero \d+|\d{3,}[\d ]*)"
)
_SHOP_IT = r"(?:un |il |tuo )*(?:negozio|punto vendita|centro)"
_DESK_EN = r"(?:call[ -]cent(?:er|re)|helpline|hotline|support line|customer (?:care|service))"

ELSEWHERE = (
    rf"{_CALL_IT} (?:il |al |lo |la |l['’])?(?:nostro |nostra )?{_DESK_IT}",
    r"\b(?:call[ -]center|numero verde)\b",
    r"(?:scriv\w+|mand\w+|invi\w+) (?:una |un['’] ?)?(?:e-?mail|mail|pec|raccomandata|fax)\b",
    r"scriv\w+ (?:a|all['’]indirizzo) \S+@\S+",
    r"(?:rivolgiti|rivolgetevi|rivolgersi) (?:a|al|alla|ai|ad|presso)\b[^.!?,;]{0,30}",
    r"(?:recati|recarti|recatevi|passa|vai) (?:in|nel|presso|al) " + _SHOP_IT + r"[^.!?,;]{0,20}",
    rf"call (?:us|our|the)(?: [\w-]+){{0,3}} {_DESK_EN}",
    r"(?:call|phone|ring) (?:us )?(?:on|at) \+?\d[\d ]+",
    r"(?:send (?:us )?an?|write (?:us )?an?|drop us an?) e-?mail",
    r"e-?mail us\b",
    r"contact (?:our |the )?(?:customer (?:care|service|support)|help ?desk|call[ -]cent(?:er|re))",
    r"(?:visit|go to) (?:a|one of our|our|your|the)(?: \w+)? (?:store|shop|branch)s?",
)
"""P001: the answer belongs here."""

PERSONAL_DATA = (
    r"codice fiscale",
    r"(?:documento|carta) d['’]identità",
    r"numero (?:di )?(?:telefono|cellulare|carta|documento|conto)",
    r"coordinate bancarie|\biban\b",
    r"carta di credito",
    r"(?:indirizzo (?:di )?)?e-?mail",
    r"indirizzo (?:di casa|di residenza|completo)",
    r"data di nascita",
    r"nome e cognome",
    r"partita iva",
    r"\bpassword\b|\bpin\b|\bpuk\b",
    r"(?:phone|mobile|card|account|passport|id) number",
    r"tax code|social security number",
    r"credit card",
    r"e-?mail address",
    r"(?:home|postal|full) address",
    r"date of birth",
    r"full name",
)
"""P002: what must not be asked for where all can read."""

ASKING = (
    r"mand\w*|invi\w*|scriv\w*|indica\w*|forni\w*|dicci|dimmi|dammi|dacci|lasciaci|lasciami|comunica\w*|"
    r"confermaci|confermami|ci serv(?:e|ono)|mi serv(?:e|ono)|qual è|quali sono|rispondi\w*|"
    r"send|give|tell|share|provide|write|confirm|need|reply|what(?: is|['’]s)"
)
"""Words that ask."""

NOT_ASKING = r"\b(?:non|mai|senza|never|not|don['’]t|without)\b[^.!?]{0,40}$"
"""Words that tell not to."""

_OFFICE = r"(?: ?(?:reparto|ufficio|settore|team|back ?office|\w+))"
_HANDED_ON = r"(?:inoltr|gir|pass)\w+ (?:la |il |tutto |la tua )?(?:richiesta |segnalazione |pratica )?"

INSIDE = (
    rf"un[ao]? (?:nostr[oa] )?colleg[ah]\w* (?:del|dell['’]|della|di){_OFFICE}",
    r"(?:il|al|del|dal|nostro) (?:reparto|settore) \w+",
    r"(?:l['’]|all['’]|dell['’]|dall['’])ufficio \w+",
    r"(?:secondo|primo) livello",
    r"back[ -]?office",
    rf"{_HANDED_ON}(?:a|ai|al|alla|agli|all['’]) ?(?:collegh\w+|reparto|ufficio|team|tecnici)",
    r"\ba colleague (?:from|in|of) (?:the |our )?\w+",
    r"\b(?:the|our) \w+ department",
    r"(?:second|first)[ -](?:line|level)|tier (?:1|2|one|two)",
    r"\b(?:escalat|forward)\w+ (?:it |this |your (?:request|case|message) )?to\b",
)
"""P003: customers talk to the brand, not to its departments."""

BLAME = (
    r"(?:come|ti|vi) (?:ti |le |vi )?(?:ho|abbiamo) già (?:detto|scritto|spiegato)",
    r"come già (?:detto|scritto|spiegato)",
    r"avresti dovuto|dovevi\b|avrebbe dovuto",
    r"hai sbagliato|hai dimenticato|ti sei dimenticat\w+",
    r"(?:è )?colpa (?:tua|sua|vostra)",
    r"non hai (?:letto|capito|seguito|controllato)",
    r"se avess\w+ (?:letto|controllato)",
    r"as (?:i|we)(?:['’]ve| have)? (?:already )?(?:said|told you|explained|mentioned)",
    r"you should have|you failed to|you forgot to|you were supposed to",
    r"your (?:own )?(?:fault|mistake|error)",
    r"you (?:did not|didn['’]t) (?:read|understand|follow|check)",
)
"""P004: whoever is at fault, the customer is not told so."""

_OTHERS_IT = (
    r"(?:corrier\w+|spedizionier\w+|vettore|posta|poste|tecnic[oi]|installator\w+|fornitor\w+|rivenditor\w+|"
    r"negozi[oa]nte|partner|ditta|gestore precedente|altro gestore)"
)
_THE_IT = r"(?:il |l['’]|la |al |alla |all['’])(?:nostro )?"
_OTHERS_EN = (
    r"(?:couriers?|carriers?|delivery (?:company|service)|post office|technicians?|installers?|engineers?|"
    r"suppliers?|resellers?|partners?|contractors?|previous provider)"
)

DISOWNS = (
    r"non (?:dipende|è dipes[oa]|è dipendente) da noi",
    r"non (?:è|siamo|ne siamo) (?:una |un )?(?:nostr[ao] (?:colpa|responsabilità|competenza)|responsabili)",
    r"non (?:possiamo|ci possiamo) (?:farci|fare) (?:niente|nulla)",
    rf"(?:è )?(?:colpa|responsabilità) (?:del |dell['’]|della |dei |delle )(?:nostr[oi] )?{_OTHERS_IT}",
    rf"(?:contatt|chiam|sent|rivolg)\w+ (?:direttamente )?{_THE_IT}{_OTHERS_IT}",
    r"(?:is|was)(?: not|n['’]t) (?:our (?:fault|responsibility|problem)|down to us|up to us)",
    r"we(?: are|['’]re) not responsible",
    r"(?:there is )?nothing we can do",
    rf"(?:is|was) the {_OTHERS_EN}['’]s? (?:fault|responsibility|mistake)",
    rf"(?:contact|call|ask|speak to|get in touch with) (?:the |your )?{_OTHERS_EN}\b",
)
"""P007: whoever carries, installs or sells for us acts for us; the case is ours."""
