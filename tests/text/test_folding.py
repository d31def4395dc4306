import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import regiotafel
from regiotafel.text.folding import fold, fold_address, fold_name, fold_sentence, reading_order
from regiotafel.text.places import place, to_find

SOURCES = Path(regiotafel.__file__).parent


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jeugdigen", "jeugdigen"),
        (" ouder  of\tverzorger\n", "Ouder of verzorger"),
        ("STRASSE", "straße"),
        ("", " \x00"),
    ],
)
def test_what_differs_only_in_capitals_and_spaces_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("typed", "name"), [("sudwest-fryslan", "Súdwest-Fryslân"), ("IJSSELSTEIN", "IJsselstein"), ("cafe", "Cafe\u0301")]
)
def test_who_leaves_out_accents_finds_the_name(typed: str, name: str) -> None:
    assert fold(typed, accents=False) == fold(name, accents=False)


@pytest.mark.parametrize("other", ["Jeugdhulp Nооrd", "ЈEUGDHULP NOORD", "Jеugdhulp-Nοοrd", "jeugdhulp Νoord"])
def test_a_name_that_looks_like_another_is_taken(other: str) -> None:
    assert fold_name(other) == fold_name("Jeugdhulp Noord")
    assert fold(other, accents=False) != fold("Jeugdhulp", accents=False)


@example("Ʀ µ")  # small, these two are letters of other rows
@given(st.text(alphabet=st.characters(max_codepoint=0x24F, categories=("L", "N", "Z", "Sm"))))
def test_a_name_in_latin_letters_is_only_like_itself(name: str) -> None:
    plain = fold(name, accents=False)
    assert fold_name(name) == plain or max(plain) > "\u024f"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jeugdzorg B.V.", "jeugdzorg bv"),
        ("Team (stad)", "Team stad"),
        ("Jeugd & Gezin", "Jeugd en gezin"),
        ("“Samen”", "Samen!"),
        ("Ցoed", "goed"),
        ("ɡoed", "ＧＯＥＤ"),
    ],
)
def test_a_name_that_differs_in_signs_only_is_taken(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(("one", "other"), [("18+", "18"), ("Tafel 1.1", "Tafel 11"), ("!", "?"), ("C", "C+")])
def test_signs_that_say_something_make_another_name(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


@pytest.mark.parametrize(
    "other", ["Er is hulp", "er is hulp!", "“Er is hulp.”", "Er is\u00a0hulp…", "Er\u200b is hulp. "]
)
def test_a_sentence_is_the_same_without_its_point(other: str) -> None:
    assert fold_sentence(other) == fold_sentence("Er is hulp.")
    assert fold_sentence("Eén loket") != fold_sentence("Een loket")


def test_what_has_a_dash_is_found_as_one_word_too() -> None:
    for wanted in ("e-mail", "e mail", "email", "Email"):
        assert fold(wanted, accents=False) in to_find("Stuur een e-mail.")


def test_accents_count_where_they_make_another_word() -> None:
    assert fold("één") != fold("een")
    assert fold("één", accents=False) == "een"


@given(st.text())
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("email", "folded"),
    [
        (" Wie@Example.org ", "wie@example.org"),
        ("groß@example.org", "groß@example.org"),
        ("é@example.org", "é@example.org"),
    ],
)
def test_an_address_stays_that_of_one_person(email: str, folded: str) -> None:
    assert fold_address(email) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cafe\u0301", "café"),
        ("’s-Hertogenbosch", "'s-hertogenbosch"),
        ("Noardeast–Fryslân", "noardeast-fryslân"),
        ("ĲSSELSTEIN", "ijsselstein"),
        ("İSTANBUL", "istanbul"),
        ("ISPARTA", "ısparta"),
        ("Ｄen　Haag", "den haag"),
        ("“Samen”", '"samen"'),
        ("ꞌs-Hertogenbosch", "՚s-hertogenbosch"),
        ("Noord⸺Holland", "noord-holland"),
        ("Tafel ١٢", "tafel 12"),
        ("1⁄2", "½"),
    ],
)
def test_the_same_name_in_another_form_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("s hertogenbosch", "’s-Hertogenbosch"),
        ("Aero", "Ærø"),
        ("lodz", "Łódź"),
        ("coeur", "Cœur"),
        ("een", "ÉÉN"),
        ("jeugd en gezin", "Jeugd&Gezin"),
        ("Jeugd ＆ Gezin", "jeugd en gezin"),
        ("noord holland", "Noord/Holland"),
        ("vrijwilliger", "vrÿwilliger"),
        ("علی", "علي"),
        ("کتاب", "كتاب"),
        ("vrijwilliger", "VRĲWILLIGER"),
    ],
)
def test_who_has_another_keyboard_finds_it(typed: str, name: str) -> None:
    assert fold(typed, accents=False) == fold(name, accents=False)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gemeente Den Haag", "'s-Gravenhage"),
        ("den bosch", "’s-Hertogenbosch"),
        ("SUDWEST FRYSLAN", "Súdwest-Fryslân"),
        ("Su\u0301dwest-Frysla\u0302n", "Súdwest-Fryslân"),
        ("Noordoost-Friesland", "Noardeast-Fryslân"),
        ("Gem. Utrecht", "Utrecht"),
        ("De gemeente Oldambt", "Oldambt"),
        ("Oldambt (gemeente)", "Oldambt"),
        ("Alphen a/d Rijn", "Alphen aan den Rijn"),
        ("St. Michielsgestel", "Sint-Michielsgestel"),
        ("IJSSELSTEIN\u200b", "Ĳsselstein"),
        ("Gemeente: Utrecht.", "Utrecht"),
        ("Utrecht (Utr.)", "Utrecht"),
        ("Utrecht, gemeente", "Utrecht"),
        ("Bergen (Limburg)", "Bergen (L.)"),
        ("Bergen Limburg", "Bergen (L.)"),
        ("bergen (N.H.)", "Bergen (NH.)"),
        ("Bergen, Noord-Holland", "Bergen (NH.)"),
        ("Hengelo (O.)", "Hengelo"),
        ("Rijswijk", "Rijswijk (ZH.)"),
        ("Hertogenbosch", "’s-Hertogenbosch"),
        ("Den Bosch (NB)", "`s–Hertogenbosch"),
        ("The Hague", "’s-Gravenhage"),
        ("Capelle aan de Yssel", "Capelle aan den IJssel"),
        ("Alphen a.d. Rijn", "Alphen aan den Rijn"),
        ("Valkenburg a/d Geul", "Valkenburg aan de Geul"),
        ("Land van Cuyk", "Land van Cuijk"),
        ("Ouderamstel", "Ouder-Amstel"),
        ("HofvanTwente", "Hof van Twente"),
        ("Dijk & Waard", "Dijk en Waard"),
        ("Nuenen c.a.", "Nuenen, Gerwen en Nederwetten"),
        ("Fryske Marren", "De Fryske Marren"),
        ("Provinsje Fryslân", "Friesland"),
        ("Opsterlân", "Opsterland"),
        ("Bodegraven/Reeuwijk", "Bodegraven-Reeuwijk"),
    ],
)
def test_a_municipality_is_found_by_each_of_its_names(typed: str, name: str) -> None:
    assert place(typed) == place(name)


def test_other_municipalities_stay_others() -> None:
    assert place("Stadsgemeente Oldambt") == "stadsgemeenteoldambt" != place("Oldambt")
    assert place("Bergem Zuid") == "bergemzuid"
    assert place("Bergen") not in (place("Bergen (NH.)"), place("Bergen (L.)"))
    names = ["Gemert-Bakel", "Bergen (NH.)", "Bergen (L.)", "Hengelo", "Haaren", "Den Helder", "Gemeente"]
    assert len({place(name) for name in names}) == len(names)


def test_a_text_is_found_by_the_other_name_of_a_place_in_it() -> None:
    assert fold("'s-Gravenhage", accents=False) in to_find("Hulp in Den Haag is ver weg.")
    assert fold("Den Bosch", accents=False) in to_find("Bij ons, in ’s-Hertogenbosch.")
    assert fold("Haag", accents=False) not in to_find("De haagse school")[:3]


def test_a_list_stands_where_a_dutch_reader_looks() -> None:
    names = ["Ede", "Elburg", "Épe", "Gouda", "’s-Gravenhage", "Ieper", "IJsselstein", "Oss", "Smallingerland"]
    names += ["Súdwest-Fryslân", "Tafel 2", "Tafel 10", "Terschelling", "'t Zand"]
    assert sorted({*names}, key=reading_order) == names


@given(st.text())
def test_what_is_folded_and_put_in_order_stays_so(text: str) -> None:
    assert reading_order(reading_order(text)) == reading_order(text)
    assert fold(fold(text, accents=False), accents=False) == fold(text, accents=False)


# Comparisons that are of signs of a program, not of what people write.
BARE = {
    "formats/cells.py": "words in the head of a table, which are folded there",
    "formats/tables.py": "the same",
    "pages/queries/history.py": "names of acts",
    "people/actions.py": "addresses of mail, in small letters",
    "people/queries.py": "the same",
}
COMPARED = re.compile(
    r"__(i?contains|i?startswith|i?endswith|iexact|iregex)\b|\.casefold\(\)|order_by\([^)]*\b(name|title)\""
)


def test_nothing_that_people_write_is_compared_sign_by_sign() -> None:
    """Finding, comparing and ordering go by a folded column or by `fold`."""
    bare = [
        f"{path.relative_to(SOURCES)}:{number}: {line.strip()}"
        for path in sorted(SOURCES.rglob("*.py"))
        if path.parent.name not in ("text", "migrations") and str(path.relative_to(SOURCES)) not in BARE
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if COMPARED.search(line) and not re.search(r"found_by__contains|hash__startswith|startswith=GONE", line)
    ]
    assert not bare, "\n".join(bare)
