"""What people paste, and what stays of it."""

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.length import length
from regiotafel.text.tidy import (
    MOST_MARKS,
    MOST_SIGNS,
    says_something,
    tidy,
    tidy_item,
    tidy_items,
    tidy_line,
    tidy_told,
)
from tests.worst import INVISIBLE, KEPT_WHOLE, WORST


def test_lines_stay_as_they_were_typed() -> None:
    assert tidy("  een\x00\r\n\r\n\r\n\r\n  twee  woorden \t\n") == "een\n\n  twee  woorden"


def test_with_single_spaces_no_white_space_stays_that_a_reader_does_not_need() -> None:
    assert tidy("  een\x00\r\n\r\n \r\n\r\n  twee  woorden \t\ndrie", single_spaces=True) == "een\n\ntwee woorden\ndrie"


def test_a_line_is_one_line() -> None:
    assert (
        tidy_line(" een\u00a0\n\n twee\x07drie\x0bvier\u2028vijf\x85zes\fzeven ") == "een twee drie vier vijf zes zeven"
    )


@given(st.one_of(st.text(), st.sampled_from(WORST), st.text(alphabet=st.sampled_from([*"".join(WORST)]), max_size=40)))
def test_what_is_tidy_stays_as_it_is(text: str) -> None:
    for made in (tidy(text), tidy(text, single_spaces=True), tidy_line(text)):
        assert tidy(made) == made
        assert unicodedata.is_normalized("NFC", made)
        assert not INVISIBLE.search(made)
    assert tidy_line(tidy(text)) == tidy_line(text)
    item = tidy_item(text)
    assert tidy_item(item) == item == tidy_line(item)
    told = tidy_told(text)
    assert tidy_told(told) == told == tidy(told)


def test_no_sign_that_nobody_sees_stays_or_splits_a_word() -> None:
    """Every sign there is, between two letters and by itself."""
    for number in range(sys.maxunicode + 1):
        sign = chr(number)
        if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and not INVISIBLE.match(sign):
            continue
        if unicodedata.category(sign) in ("Co", "Cs") and number % 97:
            continue  # thousands of a kind
        made = tidy_line(f"jeugd{sign}hulp")
        assert (
            made in ("jeugdhulp", "jeugd hulp", "jeugd-hulp", "jeugd•hulp")
            or unicodedata.category(sign) == "Cf"
            or (0x91 <= number <= 0x97)
        ), ascii(sign)
        assert not INVISIBLE.search(made), ascii(sign)
        is_a_space = unicodedata.category(sign) in ("Zl", "Zp", "Zs") or sign in "\t\n\v\f\r\x07\x85\u2800"
        assert (" " in made) == is_a_space, ascii(sign)


@pytest.mark.parametrize("text", KEPT_WHOLE)
def test_emoji_and_scripts_that_need_joiners_stay_whole(text: str) -> None:
    for one in (text, f"Gezinnen {text} samen", f"{text}{text}"):
        assert tidy(one) == tidy_line(one) == one


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("jeugd\u00adhulp\u00advragen", "jeugdhulpvragen"),
        ("Woord\u200bbreuk met nul\u200bbreedte", "Woordbreuk met nulbreedte"),
        ("jeugd\x1fhulp en \x1e\x1e", "jeugdhulp en --"),  # Word: a hyphen that may be left out, and one that may not
        ("foto\x92s van \x93ons\x94", "foto’s van “ons”"),
        ("links\u202erechts\u2066\u200f", "linksrechts"),
        ("ab\u200dc x\ufe0fy", "abc xy"),
        ("\U0001f600\ufe0f\ufe0f\u200d!", "\U0001f600\ufe0f!"),
        ("\U0001f3f4\U000e0068\U000e0069\U000e007f", "\U0001f3f4"),  # words hidden behind a flag
        ("\U000e0001hallo\U000e0041", "hallo"),
        ("\ufff9een\ufffatwee\ufffb", "eentwee"),
        ("na\ud800a\uffff\ufdd0", "naa"),
        ("\uf0b7 punt \ue000", "• punt"),
        ("Cafe\u0301", "Café"),
        ("een\u00a0twee\u202fdrie\u3000vier\u2800vijf", "een twee drie vier vijf"),
        ("\u0600jeugd\u070fhulp\u06dd", "jeugdhulp"),
        ("a\U0001d159b\U000110bd", "ab"),
        ("\x95 punt", "• punt"),
        ("Andr\ufffd", "Andr\ufffd"),  # somebody must see that a letter got lost
    ],
)
def test_what_nobody_sees_goes(typed: str, kept: str) -> None:
    assert tidy_line(typed) == kept


def test_marks_on_one_letter_are_bounded() -> None:
    zalgo = "".join(letter + "\u0301\u0335\u0489\u20dd" * 15 for letter in "zalgo")
    made = tidy_line(zalgo)
    assert len(made) <= 5 * (1 + max(MOST_MARKS, MOST_SIGNS))
    assert tidy_line("\u0301\u0301 a \u0308b") == "a b"
    assert tidy_line("Tiếng Việt, हिन्दी, မြန်မာဘာသာ, שָׁלוֹם") == unicodedata.normalize(
        "NFC", "Tiếng Việt, हिन्दी, မြန်မာဘာသာ, שָׁלוֹם"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("• Punt", "Punt"),
        ("•Punt", "Punt"),
        ("\uf0b7\tPunt", "Punt"),
        ("o\tPunt", "Punt"),
        ("- Punt", "Punt"),
        ("– Punt", "Punt"),
        ("* Punt", "Punt"),
        ("· Punt", "Punt"),
        *((f"{sign} Punt", "Punt") for sign in "►▶⦁◆⮚›»⇒✅☑👉🔹‐‑―+>"),
        *((f"{sign}\t Punt", "Punt") for sign in "o§Øüqvnl"),
        ("§\u00a0\u00a0Punt", "Punt"),
        ("👉🏽 Punt", "Punt"),
        ("▶️ Punt", "Punt"),
        ("--> Punt", "Punt"),
        ("- [ ] Punt", "Punt"),
        ("[12:34, 3-5-2026] Jan: Punt", "Punt"),
        ("\u200e[3/5/26, 12:34:56] +31 6 123: • Punt", "Punt"),
        ("3-5-2026 12:34 - Jan de Boer: Punt", "Punt"),
        ("„Punt“", "Punt"),
        ("‚Punt‘", "Punt"),
        ("»Punt«", "Punt"),
        ("Punt；，", "Punt"),
        ("Punt achteraan,,,,", "Punt achteraan"),
        ("Punt;\t\t", "Punt"),
        ('"Punt, met komma",', "Punt, met komma"),
        ('"Zij zei ""ja"" tegen ons";', 'Zij zei "ja" tegen ons'),
        ("“Punt”", "Punt"),
        ("'Punt'", "Punt"),
        ("« Punt »", "Punt"),
        # Real text.
        ("1.000 euro is genoeg", "1.000 euro is genoeg"),
        ("1.5 miljoen is genoeg", "1.5 miljoen is genoeg"),
        ("-12° is koud", "-12° is koud"),
        ("’s-Hertogenbosch", "’s-Hertogenbosch"),
        ("'s avonds is er niemand'", "'s avonds is er niemand'"),
        ("4 van de 5", "4 van de 5"),
        ("2027. Dat jaar wordt het", "2027. Dat jaar wordt het"),
        ("A. de Vries", "A. de Vries"),
        ("o ja, dat ook", "o ja, dat ook"),
        ("“Samen” en “sterk”", "“Samen” en “sterk”"),
        ("*Nadruk* helpt", "*Nadruk* helpt"),
        ("50% van 3/4", "50% van 3/4"),
        ("Wat nu?", "Wat nu?"),
        ("> 12 weken wachten", "> 12 weken wachten"),
        ("+ 5 procent", "+ 5 procent"),
        ("§ 3 van de wet", "§ 3 van de wet"),
        ("★★★☆☆ is te weinig", "★★★☆☆ is te weinig"),
        ("[Naam] doet mee", "[Naam] doet mee"),
        ("10:30: de dag begint", "10:30: de dag begint"),
        ("❌ Geen hulp", "❌ Geen hulp"),
        # By itself a number is no mark of a list.
        ("12. februari is het zover", "12. februari is het zover"),
        ("p. 12 van de visie", "p. 12 van de visie"),
        ("u. bent welkom", "u. bent welkom"),
        ("h. Bos is er", "h. Bos is er"),
        ("a) of b)", "a) of b)"),
        ("• 1. Inleiding,", "1. Inleiding"),
    ],
)
def test_marks_of_a_list_go_and_words_stay(typed: str, kept: str) -> None:
    assert tidy_item(typed) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("1. Een\n2. Twee", "Een\nTwee"),
        ("12) Een\n\n13) Twee", "Een\n\nTwee"),
        ("(3) Een\n(4) Twee", "Een\nTwee"),
        ("1. Een\n3. Drie", "Een\nDrie"),  # one was left out
        ("1. Een\n1. Twee\n1. Drie", "Een\nTwee\nDrie"),
        ("a) Een\nb) Twee", "Een\nTwee"),
        ("a. Een\nb. Twee\nc. Drie", "Een\nTwee\nDrie"),
        ("i. Een\nii. Twee\niii. Drie\niv. Vier", "Een\nTwee\nDrie\nVier"),
        ("h) Acht\ni) Negen\nj) Tien", "Acht\nNegen\nTien"),
        ("1.1. Een\n1.2. Twee", "Een\nTwee"),
        ("- 1. Een\n- 2. Twee,,", "Een\nTwee"),
        ('1. "Een"\n2. "Twee"', "Een\nTwee"),
        ("1. Een\n  a) Klein\n  b) Kleiner\n2. Twee", "Een\nKlein\nKleiner\nTwee"),
        ("1.Een\n2.Twee", "Een\nTwee"),
        ("1- Een\n2- Twee", "Een\nTwee"),
        ("1 – Een\n2 – Twee", "Een\nTwee"),
        ("1: Een\n2: Twee", "Een\nTwee"),
        ("[1] Een\n[2] Twee", "Een\nTwee"),
        ("1.) Een\n2.) Twee", "Een\nTwee"),
        ("① Een\n② Twee\n③ Drie", "Een\nTwee\nDrie"),
        ("❶Een\n❷Twee", "Een\nTwee"),
        ("1️⃣ Een\n2️⃣ Twee", "Een\nTwee"),
        ("I. Een\nII. Twee\nIII. Drie", "Een\nTwee\nDrie"),
        ("Stelling 1: Een\nStelling 2: Twee", "Een\nTwee"),
        ("١. Een\n٢. Twee", "Een\nTwee"),
        ("1\tEen\n2\tTwee", "Een\nTwee"),
        ("7;Een\n3;Twee", "Een\nTwee"),
        ("[12:34, 3-5-2026] Jan: Een\n[12:35, 3-5-2026] Piet: Twee", "Een\nTwee"),
        # Real text.
        ("4 - 5 jaar is jong\n5 - 6 jaar ook", "4 - 5 jaar is jong\n5 - 6 jaar ook"),
        ("1.5 miljoen\n2.5 miljoen", "1.5 miljoen\n2.5 miljoen"),
        ("2 gemeenten doen mee\n3 gemeenten niet", "2 gemeenten doen mee\n3 gemeenten niet"),
        ("a.u.b. rustig\nb.v. zo", "a.u.b. rustig\nb.v. zo"),
        ("I. Jansen komt\nV. de Boer ook", "I. Jansen komt\nV. de Boer ook"),
        ("12. februari is het zover\nDan is er hulp", "12. februari is het zover\nDan is er hulp"),
        ("u. bent welkom\nu. mag komen", "u. bent welkom\nu. mag komen"),
        ("p. 12 van de visie\np. 13 van de visie", "p. 12 van de visie\np. 13 van de visie"),
        ("h. Bos is er\nu. bent er ook", "h. Bos is er\nu. bent er ook"),
        ("A. de Vries\nB. de Boer", "A. de Vries\nB. de Boer"),
        ("2026. Dat was het\n2027. Dat wordt het", "2026. Dat was het\n2027. Dat wordt het"),
    ],
)
def test_numbers_go_where_the_lines_beside_are_counted_too(pasted: str, kept: str) -> None:
    assert tidy_items(pasted) == kept


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("• Er is te weinig hulp,,,", "Er is te weinig hulp"),
        ("Er is te weinig hulp;;\n\nEn dat duurt lang,,,,\n,,,", "Er is te weinig hulp\n\nEn dat duurt lang"),
        ("• Er is weinig hulp\n• Het duurt lang", "• Er is weinig hulp\n• Het duurt lang"),
        ("Dit gaat niet goed:\n- de wachttijd", "Dit gaat niet goed:\n- de wachttijd"),
        ("Er is hulp, maar,", "Er is hulp, maar,"),
        ("“Er is hulp”", "“Er is hulp”"),
        ("o\tEr is hulp\no\tEr is tijd", "• Er is hulp\n• Er is tijd"),
        ("§ \u00a0Er is hulp\n§\u00a0 Er is tijd", "• Er is hulp\n• Er is tijd"),
        ("1. Er is hulp\n2. Er is tijd", "1. Er is hulp\n2. Er is tijd"),
    ],
)
def test_what_a_sheet_or_a_list_left_behind_goes_from_what_somebody_tells(pasted: str, kept: str) -> None:
    assert tidy_told(pasted) == kept


@pytest.mark.parametrize("sign", ["\x00", "\x02", "\x07", "\t", "\x0b", "\x1f", "\u200b", "\ufffc", "\xad"])
@pytest.mark.parametrize("typed", ["overleg{}, één", "overleg {}, één", "overleg{} , één", "overleg {} , één"])
def test_a_sign_that_nobody_sees_leaves_no_space_before_a_comma(typed: str, sign: str) -> None:
    assert tidy_line(typed.format(sign)) == "overleg, één"


@pytest.mark.parametrize("text", ["", " – ", "...", "•", "?!", "\u200b", "\u3164", "\ufffd", "-", "→ ■"])
def test_only_points_and_dashes_say_nothing(text: str) -> None:
    assert not says_something(tidy(text))


@pytest.mark.parametrize("text", ["a", "7", "日", "😀", "❤️", "ÿ", "١", "🫨", "🩷", "1️⃣", "👩🏿‍🦽‍➡️"])
def test_letters_numbers_and_pictures_say_something(text: str) -> None:
    assert says_something(tidy(text))


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("", 0),
        ("jeugd", 5),
        ("é", 1),
        ("e\u0301", 1),
        ("हिन्दी", 3),
        ("👨‍👩‍👧", 1),
        ("🇳🇱🇧🇪🇫🇷", 3),
        ("👍🏽👍", 2),
        ("1️⃣", 1),
    ],
)
def test_a_length_is_what_a_person_counts(text: str, signs: int) -> None:
    assert length(text) == signs
    assert length(f"a{text}b") == signs + 2


def test_a_long_text_of_the_worst_kind_is_tidy_at_once() -> None:
    """Each sign is looked at a fixed number of times: twice the text is twice the work."""
    for worst in WORST:
        assert len(tidy(worst * 2000)) <= len(worst) * 2000 + 10
        assert tidy_item(worst * 500) == tidy_item(tidy_item(worst * 500))
    assert json.dumps(tidy("".join(WORST)))
