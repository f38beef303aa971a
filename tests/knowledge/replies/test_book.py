"""Which variant is said, in which words, and what never leaves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.ports import Moment, Rendered, ReplyBook, ReplyError
from bot.knowledge.replies.book import Book
from bot.knowledge.replies.templates import read_templates
from bot.model.conversation import Used
from bot.model.message import Surface
from bot.model.problem import Source
from bot.model.traits import Traits
from tests.knowledge.brand_files import TELEGRAM, WEB, X
from tests.knowledge.replies.moments import SATURDAY, SETTINGS, TUESDAY, moment


def _book(text: str, language: str = "it") -> Book:
    found, problems = read_templates([Source(path=f"replies/{language}/a.j2", text=text)], SETTINGS)
    assert not problems
    return Book(found, SETTINGS)


def _say(
    text: str,
    at: Moment | None = None,
    *,
    traits: Traits = WEB,
    surface: Surface = Surface.PRIVATE,
    used: Sequence[Used] = (),
    turn: int = 0,
    signature: str = "",
) -> Rendered:
    book: ReplyBook = _book(text)
    return book.render(
        "a",
        language="it",
        traits=traits,
        surface=surface,
        moment=at or moment(),
        used=used,
        turn=turn,
        signature=signature,
    )


def test_a_file_without_sections_is_one_reply_for_everywhere() -> None:
    said = _say("Ciao {{ customer.name|first_name }}, pratica {{ case.ref }}.\n")
    assert said.text == "Ciao Giulia, pratica TK-1041."
    assert (said.template, said.variant, said.source, said.language) == ("a", 1, "replies/it/a.j2:1", "it")
    assert not said.promises


def test_a_variant_that_tells_the_promise_says_so() -> None:
    assert _say("Risposta {{ promise.by|when }}.").promises


def test_the_most_specific_channel_wins() -> None:
    text = "=== any\nany\n=== x\nx\n=== x.post\npost\n=== web, telegram\nweb\n"
    assert _say(text).text == "web"
    assert _say(text, traits=TELEGRAM).text == "web"
    assert _say(text, traits=X).text == "x"
    assert _say(text, traits=X, surface=Surface.PUBLIC).text == "post"


def test_a_true_condition_is_preferred_and_a_false_one_never_said() -> None:
    text = "=== any\nsempre\n=== any when closed\nchiuso\n=== any when slot.importo and vip\nvip\n"
    assert _say(text).text == "sempre"
    assert _say(text, moment(SATURDAY)).text == "chiuso"
    assert _say(text, moment(vip=True)).text == "vip"


@pytest.mark.parametrize(
    ("condition", "at"),
    [
        ("open", moment(TUESDAY)),
        ("closed and weekend", moment(SATURDAY)),
        ("holiday", moment(TUESDAY.replace(day=8))),
        ("incident", moment(incident=True)),
        ("first_message", moment(first_message=True)),
        ("slot.importo == '20 €'", moment()),
        ("slot.importo > 15 and slot.importo <= 20", moment()),
        ("not slot.posta", moment()),
        ("agent.name != 'Marco'", moment()),
        ("promise.by", moment()),
    ],
)
def test_a_condition_that_holds(condition: str, at: Moment) -> None:
    assert _say(f"=== any when {condition}\nsì\n=== any when not ({condition})\nno\n", at).text == "sì"


def test_the_least_recently_used_variant_is_said_and_ties_take_turns() -> None:
    text = "=== any\nuno\n=== any\ndue\n=== any\ntre\n"
    used = [Used(template="a", variant=number, at=TUESDAY) for number in (1, 3, 1)]
    assert _say(text, used=used).text == "due"
    assert _say(text, used=[*used, Used(template="a", variant=2, at=TUESDAY)]).text == "tre"
    assert {_say(text, turn=turn).text for turn in range(3)} == {"uno", "due", "tre"}


def test_a_variant_that_does_not_fit_or_lacks_a_value_gives_way() -> None:
    text = f"=== any\n{'a' * 300}\n=== any\nda {{{{ slot.posta }}}}\n=== any\nva bene\n"
    for turn in range(3):
        assert _say(text, traits=X, surface=Surface.PUBLIC, turn=turn).text == "va bene"


def test_where_nothing_fits_the_reasons_are_told() -> None:
    with pytest.raises(ReplyError, match=r"no agent\.name.*20 too long"):
        _say(
            f"=== any\n{'a' * 300}\n=== any\n{{{{ agent.name }}}}\n",
            moment(agent=""),
            traits=X,
            surface=Surface.PUBLIC,
        )
    with pytest.raises(ReplyError, match="no section for web"):
        _say("=== x\nciao\n")
    with pytest.raises(ReplyError, match="no public messages"):
        _say("ciao", surface=Surface.PUBLIC)
    with pytest.raises(ReplyError, match="no reply “b”"):
        _book("ciao").render("b", language="it", traits=WEB, surface=Surface.PRIVATE, moment=moment())


def test_the_signature_counts() -> None:
    exact = "a" * 275
    said = _say(exact, traits=X, surface=Surface.PUBLIC, signature="^Bot")
    assert said.text == f"{exact} ^Bot"
    with pytest.raises(ReplyError):
        _say(exact + "a", traits=X, surface=Surface.PUBLIC, signature="^Bot")


def test_an_unknown_language_falls_back_to_the_first() -> None:
    book = _book("ciao")
    said = book.render("a", language="en", traits=WEB, surface=Surface.PRIVATE, moment=moment())
    assert (said.text, said.language) == ("ciao", "it")
    assert book.languages("a") == ("it",)
    assert book.languages("b") == ()


def test_buttons_are_labels_and_too_many_give_way() -> None:
    assert _say("Risolto?\nbuttons: Sì | No\n").buttons == ("Sì", "No")
    text = "=== any\nquattro\nbuttons: a | b | c | d\n=== any\ndue\nbuttons: a | b\n"
    assert _say(text, turn=1).text == "due"


def test_comments_leave_no_trace() -> None:
    assert _say("{# uno #}\nCiao{# due #}!\n{# tre\nquattro #}\nFine.\n").text == "Ciao!\nFine."


def test_a_missing_name_leaves_a_whole_sentence() -> None:
    assert _say("{{ customer.name }}, ci siamo.", moment(name="@hacker")).text == "Ci siamo."


def test_money_and_plurals_follow_the_language() -> None:
    assert _say("{{ slot.importo|money }}", moment(slots={"importo": "1.234,50€"})).text == "1.234,50 €"
    assert _say("{{ slot.importo|money }}", moment(slots={"importo": "20.00 EUR"})).text == "20 €"
    assert _say("{{ slot.importo|plural('euro', 'euri') }}", moment(slots={"importo": "1"})).text == "1 euro"


@pytest.mark.parametrize("value", ["a@b", "#x", "www.x.it", "x.example", "a\nb", "", "a" * 61])
def test_an_unsafe_slot_value_is_as_if_it_were_not_there(value: str) -> None:
    text = "{% if slot.importo %}c'è{% else %}non c'è{% endif %}"
    assert _say(text, moment(slots={"importo": value})).text == "non c'è"


def test_private_values_stay_private() -> None:
    text = "{% if slot.iban %}{{ slot.iban }}{% else %}niente{% endif %}"
    at = moment(slots={"iban": "IT60X0542811101000000123456"})
    assert _say(text, at).text == "IT60X0542811101000000123456"
    assert _say(text, at, traits=X, surface=Surface.PUBLIC).text == "niente"
    mail = moment(slots={"posta": "giulia.rossi@example.it"})
    assert _say("{{ slot.posta }}", mail).text == "giulia.rossi@example.it"


def test_customer_text_that_looks_like_a_template_is_only_text() -> None:
    text = "Ciao {{ customer.name }}, {{ slot.importo }}."
    at = moment(name="{{7*7}}", slots={"importo": "{{7*7}}"})
    assert _say(text, at).text == "Ciao {{7*7}}, {{7*7}}."
    assert _say(text, at, traits=X, surface=Surface.PUBLIC).text == "Ciao, {{7*7}}."


@settings(max_examples=200)
@given(st.text(max_size=40), st.sampled_from(["", "@evil", "#via", "http://a.b", "x.example", "str0nzo_99"]))
def test_nothing_but_a_vetted_first_name_comes_out_in_public(name: str, extra: str) -> None:
    said = _say(
        "Ciao {{ customer.name }}, eccoci.", moment(name=name + extra), traits=X, surface=Surface.PUBLIC
    ).text
    middle = said.removeprefix("Ciao").removesuffix(", eccoci.").strip()
    assert said.endswith(", eccoci.")
    assert middle == "" or (
        middle.replace("'", "").replace("’", "").replace("-", "").isalpha() and len(middle) <= 15
    )
