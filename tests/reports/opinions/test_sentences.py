"""What a person reads of an outcome, by value: the values that go in, and the sentence that comes out."""

from dataclasses import replace
from typing import Any

import msgspec
import pytest

from regiotafel.engine.opinions.groups import ENOUGH_ANSWERS
from regiotafel.engine.results import opinions as results
from regiotafel.engine.results.opinions import Estimate, SameVotes, Statement
from regiotafel.reports.numbers import in_words, large
from regiotafel.reports.opinions import sentences
from regiotafel.reports.opinions.checks import Reading
from regiotafel.reports.opinions.conclusions import Between, Conclusion, Shared
from regiotafel.reports.opinions.groups import Group, groups_of
from regiotafel.reports.opinions.outcome import Outcome, read
from regiotafel.reports.opinions.presence import Presence
from regiotafel.reports.opinions.rows import Row, of_hundred
from regiotafel.reports.opinions.sentences import they_agree, they_disagree
from regiotafel.reports.opinions.sentences.groups import FEWEST_STATEMENTS
from regiotafel.reports.opinions.statements import Shown
from tests.reports.sample import report


def row(n_agree: int, n_disagree: int) -> Row:
    agree, disagree = of_hundred(n_agree, n_disagree)
    n = n_agree + n_disagree
    return Row("", n_people=n, n_agree=n_agree, agree=agree, n_disagree=n_disagree, disagree=disagree)


@pytest.mark.parametrize(
    ("agree", "said"),
    [
        (92, "Van de 100 deelnemers die antwoordden, zijn ongeveer negen van de tien het eens."),
        (87, "Van de 100 deelnemers die antwoordden, zijn ongeveer negen van de tien het eens."),
        (97, "Bijna alle 100 deelnemers die antwoordden, zijn het eens."),
        (100, "Alle 100 deelnemers die antwoordden, zijn het eens."),
        (54, "Van de 100 deelnemers die antwoordden, zijn meer dan vijf van de tien het eens."),
    ],
)
def test_a_sentence_says_how_many_answered_and_which_part_of_them_agrees(agree: int, said: str) -> None:
    assert they_agree(row(agree, 100 - agree)) == said


def test_few_people_are_counted_one_by_one() -> None:
    assert they_agree(row(19, 2)) == "19 van de 21 deelnemers die antwoordden, zijn het eens."
    assert they_disagree(row(2, 7)) == "7 van de 9 deelnemers die antwoordden, zijn het oneens."
    assert they_agree(row(9, 0)) == "Alle 9 deelnemers die antwoordden, zijn het eens."


def test_all_is_said_only_when_nobody_answers_otherwise() -> None:
    assert row(999, 1).agree == 100
    assert they_agree(row(999, 1)) == "Bijna alle 1.000 deelnemers die antwoordden, zijn het eens."


def test_numbers_up_to_twelve_are_words_and_thousands_have_a_dot() -> None:
    assert [in_words(n) for n in (0, 1, 12, 13)] == ["geen", "één", "twaalf", "13"]
    assert large(49_443) == "49.443"


# --- an outcome to change

A, B = Group(0, "A", 30, 60, -1, 1), Group(1, "B", 20, 40, 1, 0)


def outcome(**changes: Any) -> Outcome:
    """Two groups of sixty people; `changes` are figures of its report."""
    found = read(report())
    data = msgspec.structs.replace(found.data, **changes)
    return replace(found, data=data, groups=groups_of(data))


def shared(n: int) -> dict[str, Any]:
    """So many statements are common ground."""
    return {"common_ground": tuple(str(number) for number in range(n))}


def quality(n_resamples: int, stability: float | None = None) -> dict[str, Any]:
    found = results.read(report()).groups_quality
    return {"groups_quality": msgspec.structs.replace(found, n_resamples=n_resamples, stability=stability)}


SIDES: dict[str, Any] = {"groups_reason": "gradual"}
SHARP = {"groups_quality": msgspec.structs.replace(results.read(report()).groups_quality, sharp=True)}
NO_GROUPS: dict[str, Any] = {"groups": results.read(report(n_groups=1)).groups, "groups_reason": "one_group"}


def shown(n_agree: int = 0, n_disagree: int = 0, text: str = "Hulp dichtbij", status: str = "none") -> Shown:
    n = n_agree + n_disagree
    share = Estimate(estimate=0.5, low=0.0, high=1.0)
    data = Statement(
        id="7",
        text=text,
        hidden=not n,
        n_votes=n,
        n_agree=n_agree,
        n_disagree=n_disagree,
        n_unsure=0,
        agree=share,
        disagree=share,
        by_group=(),
        by_declared={},
        by_crossing=(),
        agreement=None,
        agreement_low=None,
        disagreement=None,
        disagreement_low=None,
        divide=None,
    )
    return Shown("7", text, status, data, ("A", "B"))


FIGURES: dict[str, dict[str, Any]] = {
    "common_ground_all_groups": {"holds": {}, "weighted": ()},
    "common_disagreement": {"holds": {}, "weighted": ()},
    "common_ground_declared": {},
    "divide": {"holds": {}, "weighted": ()},
    "distinctive": {"group": 0, "q_value": 0.01},
}


def conclusion(kind: str, numbers: dict[str, Any] | None = None, **more: Any) -> Conclusion:
    """With figures that no sentence tells, unless they are given."""
    figures = {"statement": "7", "voters_to_flip": 0, **FIGURES[kind], **(numbers or {})}
    return Conclusion(
        msgspec.convert({"kind": kind, **figures}, results.Conclusion), **{"statement": shown(92, 8), **more}
    )


# --- the whole


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({**shared(4)}, "Bij 4 van de 12 stellingen is in elke groep een meerderheid het eens"),
        ({**shared(4), **SIDES}, "Bij 4 van de 12 stellingen is aan elke kant een meerderheid het eens"),
        ({**shared(0)}, "Er is nog geen stelling waar in elke groep de meeste deelnemers het mee eens zijn"),
        ({**shared(1), **NO_GROUPS}, "Met 1 van de 12 stellingen is een duidelijke meerderheid het eens"),
        (
            {**shared(0), **NO_GROUPS},
            "Er is nog geen stelling waar een duidelijke meerderheid het mee eens is",
        ),
        ({"n_people": 4}, "Er zijn nog te weinig antwoorden om iets te laten zien"),
    ],
)
def test_headline(changes: dict[str, Any], said: str) -> None:
    assert sentences.headline(outcome(**changes)) == said


MANY = {"n_people": 1200, "n_votes": 24_000, "n_statements": 30}
COUNTS = "1.200 deelnemers gaven samen 24.000 antwoorden op 30 stellingen."
FEW = "Dat zijn weinig deelnemers. Lees dit als een begin van een gesprek, niet als de mening van iedereen."


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (MANY | SHARP, f"{COUNTS} We zagen twee groepen van deelnemers die vaak hetzelfde antwoordden."),
        (
            MANY,
            f"{COUNTS} We zagen twee groepen van deelnemers die vaak hetzelfde antwoordden. "
            "Of er echt een grens tussen die groepen is, weten we niet zeker.",
        ),
        (
            MANY | SIDES,
            f"{COUNTS} Mensen verschillen geleidelijk: we zien geen duidelijke grens tussen groepen. "
            "We laten zien hoe het verschil loopt, met twee kanten.",
        ),
        (MANY | NO_GROUPS, COUNTS),
        (MANY | NO_GROUPS | {"n_statements": 1}, COUNTS.replace("30 stellingen", "1 stelling")),
        (MANY | NO_GROUPS | {"n_people": 49}, f"{COUNTS.replace('1.200', '49')} {FEW}"),
        (
            {"n_people": 4},
            "We laten pas iets zien als minstens vijf deelnemers antwoord gaven. Zo is niemand te herkennen.",
        ),
    ],
)
def test_lead(changes: dict[str, Any], said: str) -> None:
    assert sentences.lead(outcome(**changes)) == said


@pytest.mark.parametrize("kept", [False, True])
def test_groups_that_are_only_still_there_are_told_so(kept: bool) -> None:
    quality = msgspec.structs.replace(results.read(report()).groups_quality, kept=kept)
    said = sentences.about_groups(outcome(groups_quality=quality))
    assert ("Dit zeiden we de vorige keer ook." in said) is kept


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("group", "Naar groep"),
        ("role", "Naar rol"),
        ("municipality", "Naar gemeente"),
        ("role+municipality", "Naar rol en gemeente samen"),
        ("leeftijd", "Leeftijd"),
    ],
)
def test_how_people_were_split(name: str, said: str) -> None:
    assert sentences.split(name, outcome()) == said


# --- one conclusion

ALL = "Van de 100 deelnemers die antwoordden, zijn ongeveer negen van de tien het eens."
NOBODY = "Van de 100 deelnemers die antwoordden, zijn ongeveer negen van de tien het oneens."
LEAST = {"group": B, "row": row(33, 7)}
HELD = {"weighted": True, "without_same_votes": True}


@pytest.mark.parametrize(
    ("told", "changes", "said"),
    [
        (
            conclusion("common_ground_all_groups", **LEAST),
            {},
            f"{ALL} In groep B het minst: daar zijn 83 van de 100 deelnemers het eens.",
        ),
        (
            conclusion("common_ground_all_groups", group=B, row=row(9, 2)),
            SIDES,
            f"{ALL} Aan kant B het minst: daar zijn 9 van de 11 deelnemers het eens.",
        ),
        (conclusion("common_ground_all_groups", group=B, row=row(11, 0)), {}, ALL),
        (conclusion("common_ground_all_groups", **LEAST), NO_GROUPS, ALL),
        (
            conclusion("common_ground_all_groups", {"voters_to_flip": 1, "holds": HELD}, **LEAST),
            NO_GROUPS,
            f"{ALL} Als één persoon anders antwoordt, is dit niet meer zeker.",
        ),
        (
            conclusion(
                "common_ground_all_groups",
                {"voters_to_flip": 3, "holds": {"weighted": False, "without_same_votes": False}},
            ),
            NO_GROUPS,
            f"{ALL} Als 3 deelnemers anders antwoorden, is dit niet meer zeker. "
            "Tellen we elke rol en gemeente mee naar grootte, dan is dit niet zeker genoeg. "
            "Tellen we deelnemers met precies dezelfde antwoorden één keer, dan is dit niet zeker genoeg.",
        ),
        (
            conclusion("common_disagreement", statement=shown(8, 92), group=B, row=row(7, 33)),
            {},
            f"{NOBODY} In groep B het minst: daar zijn 82 van de 100 deelnemers het oneens.",
        ),
        (
            conclusion("divide", group=A, other=B, row=row(36, 4), other_row=row(2, 9)),
            {},
            "In groep A zijn 90 van de 100 deelnemers het eens, in groep B maar 2 van de 11.",
        ),
        (
            conclusion("divide", {"voters_to_flip": 2}, group=A, other=B, row=row(36, 4), other_row=row(0, 9)),
            SIDES,
            "Aan kant A zijn 90 van de 100 deelnemers het eens, aan kant B niemand van de 9. "
            "Als 2 deelnemers anders antwoorden, is dit niet meer zeker.",
        ),
        (
            conclusion("distinctive", {"answer": "agree", "share": 0.91, "share_others": 0.2, "voters_to_flip": 2}),
            {},
            "Vaker eens: 91 van de 100 deelnemers, bij de anderen 20 van de 100.",
        ),
        (
            conclusion("distinctive", {"answer": "disagree", "share": 0.91, "share_others": 0.2}),
            {},
            "Vaker oneens: 91 van de 100 deelnemers, bij de anderen 20 van de 100.",
        ),
    ],
)
def test_a_conclusion_is_told(told: Conclusion, changes: dict[str, Any], said: str) -> None:
    assert sentences.told(told, outcome(**changes)) == said


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (
            {"by": "municipality", "agree_groups": 3, "n_groups": 3, "voters_to_flip": 1},
            "In alle drie gemeenten met genoeg antwoorden zijn de meeste deelnemers het eens. Laagste aandeel: "
            "Elsmeer (8 van de 11). Als één persoon anders antwoordt, geldt dit niet meer in de meeste gemeenten.",
        ),
        (
            {"by": "municipality", "agree_groups": 13, "n_groups": 15, "voters_to_flip": 4},
            "In 13 van de 15 gemeenten met genoeg antwoorden zijn de meeste deelnemers het eens. Laagste aandeel: "
            "Elsmeer (8 van de 11). Als 4 deelnemers anders antwoorden, geldt dit niet meer in de meeste gemeenten.",
        ),
        (
            {"by": "role", "agree_groups": 4, "n_groups": 4},
            "Bij alle vier rollen met genoeg antwoorden zijn de meeste deelnemers het eens. Laagste aandeel: "
            "Elsmeer (8 van de 11).",
        ),
        (
            {"by": "role", "agree_groups": 3, "n_groups": 4, "voters_to_flip": 1},
            "Bij 3 van de 4 rollen met genoeg antwoorden zijn de meeste deelnemers het eens. Laagste aandeel: "
            "Elsmeer (8 van de 11). Als één persoon anders antwoordt, geldt dit niet meer bij de meeste rollen.",
        ),
        (
            {"by": "leeftijd", "agree_groups": 3, "n_groups": 4, "voters_to_flip": 2},
            "Naar leeftijd: in 3 van de 4 delen met genoeg antwoorden zijn de meeste deelnemers het eens. "
            "Laagste aandeel: "
            "Elsmeer (8 van de 11). Als 2 deelnemers anders antwoorden, geldt dit niet meer in de meeste delen.",
        ),
    ],
)
def test_what_is_shared_whoever_people_are(numbers: dict[str, Any], said: str) -> None:
    least = replace(row(8, 3), label="Elsmeer")
    assert sentences.told(conclusion("common_ground_declared", numbers, row=least), outcome()) == said


def test_every_kind_of_conclusion_that_the_engine_draws_has_a_sentence() -> None:
    for data in (report(), report(n_groups=1), report(n_groups=3, n_people=120, n_statements=30)):
        found = read(data)
        assert found.conclusions
        assert all(sentences.told(one, found).endswith(".") for one in found.conclusions)


# --- groups


@pytest.mark.parametrize(
    ("reason", "title", "begin"),
    [
        ("one_group", "We zagen geen aparte groepen", "Er zijn verschillen, maar"),
        ("gradual", "Mensen verschillen geleidelijk, zonder aparte groepen", "Wie op de ene stelling eens zegt"),
        ("unstable", "We zagen geen groepen die bij elkaar blijven", "We zochten naar deelnemers"),
        (
            "too_few_people",
            "We kunnen nog niet zeggen of er groepen zijn",
            "Daarvoor gaven te weinig deelnemers antwoord.",
        ),
        (
            "too_few_votes",
            "We kunnen nog niet zeggen of er groepen zijn",
            "Daarvoor kozen te weinig deelnemers bij genoeg stellingen",
        ),
    ],
)
def test_why_there_are_no_groups(reason: str, title: str, begin: str) -> None:
    found = outcome(**{**NO_GROUPS, "groups_reason": reason})
    assert sentences.no_groups_title(found) == title
    assert sentences.why_no_groups(found).startswith(begin)
    assert sentences.why_no_groups(found).endswith("iedereen samen.")


def test_the_reason_for_no_groups_is_what_is_too_few() -> None:
    few = {**NO_GROUPS, "groups_reason": "too_few_votes"}
    for n_people, n_statements, begin in (
        (12, 2, "Daarvoor zijn er te weinig stellingen."),
        (12, 3, "Daarvoor zijn er te weinig deelnemers en stellingen"),
        (60, 12, "Daarvoor kozen te weinig deelnemers bij genoeg stellingen"),
    ):
        found = outcome(**few, n_people=n_people, n_statements=n_statements)
        assert sentences.why_no_groups(found).startswith(begin)
    assert FEWEST_STATEMENTS == ENOUGH_ANSWERS


def test_how_firm_groups_are() -> None:
    again = "De groepen zijn bij benadering. We deelden 20 keer opnieuw in, steeds met een deel van de deelnemers en "
    again += "stellingen."
    assert sentences.how_firm(outcome(**quality(20))) == again
    assert sentences.how_firm(outcome(**quality(20, 0.93))) == (
        f"{again} Hoe vast ze zijn: 93. Daarbij is 100 steeds precies dezelfde groepen en 0 toeval."
    )
    assert sentences.how_firm(outcome(**quality(0), **SIDES)) == (
        "De kanten zijn bij benadering. We deelden niet opnieuw in, dus hoe vast ze zijn is onbekend."
    )
    assert sentences.how_firm(outcome(**NO_GROUPS)).startswith("Groepen zijn altijd bij benadering.")


def test_a_group_on_the_map_in_words() -> None:
    assert sentences.group_title(A, outcome()) == "Groep A: 30 deelnemers (60 van de 100)"
    assert sentences.group_on_the_map(B, outcome()) == "groep B (vierkant)"
    assert sentences.group_on_the_map(B, outcome(**NO_GROUPS)) == "iedereen"
    assert [sentences.place_word(one) for one in (A, B, Group(2, "C", 5, 10))] == [
        "links boven",
        "rechts",
        "in het midden",
    ]
    assert sentences.map_in_words(replace(outcome(), groups=(A, B)), with_me=True) == (
        "Groep A, 30 deelnemers: links boven. Groep B, 20 deelnemers: rechts. Jouw plek is gemarkeerd."
    )


@pytest.mark.parametrize(
    ("status", "changes", "said"),
    [
        ("common_ground", {}, "elke groep eens"),
        ("common_ground", SIDES, "elke kant eens"),
        ("common_ground", NO_GROUPS, "duidelijk eens"),
        ("common_disagreement", {}, "elke groep oneens"),
        ("common_disagreement", NO_GROUPS, "duidelijk oneens"),
        ("divide", SIDES, "kanten verdeeld"),
        ("unknown", {}, "nog te weinig antwoorden"),
        ("none", {}, ""),
    ],
)
def test_status_of_a_statement(status: str, changes: dict[str, Any], said: str) -> None:
    assert sentences.status(shown(5, 5, status=status), outcome(**changes)) == said


def test_a_hidden_statement_has_too_few_answers() -> None:
    assert sentences.status(shown(status="hidden"), outcome()) == "nog te weinig antwoorden"


def test_a_statement_that_several_groups_share_stands_there_once() -> None:
    one, other = shown(), shown(text="Hulp ver weg")
    pairs = [Shared(it, A, B, True, row(32, 8), row(30, 10)) for it in (one, other, one)]
    found = replace(outcome(), shared=tuple(pairs)).shared_by_statement
    assert [(statement, len(of)) for statement, of in found.items()] == [(one, 2), (other, 1)]


def test_a_statement_is_called_by_its_words_or_its_number() -> None:
    assert sentences.statement_name(shown()) == "“Hulp dichtbij”"
    assert sentences.statement_name(shown(text="")) == "stelling 7"
    assert sentences.statement_line(shown(text="")) == "7. (deze stelling heeft geen tekst)"
    assert sentences.statement_lead(shown(92, 8)) == (
        "100 deelnemers gaven antwoord. Van elke 100 zijn er 92 het eens en 8 het oneens."
    )
    # Of fewer than fifty people sentences about everybody say how many of them.
    assert sentences.statement_lead(shown(30, 19)) == "49 deelnemers gaven antwoord: 30 eens en 19 oneens."
    assert sentences.statement_lead(shown(30, 20)).startswith("50 deelnemers gaven antwoord. Van elke 100")
    assert sentences.statement_lead(shown(9, 2)) == "11 deelnemers gaven antwoord: 9 eens en 2 oneens."


# --- the others


def test_an_answer_that_two_groups_share() -> None:
    one = Shared(shown(), A, B, True, row(32, 8), row(30, 10))
    told = "Eens: in groep A 80 van de 100 deelnemers, in groep B 75 van de 100."
    assert sentences.shared_by_two(one, outcome()) == told
    few = Shared(shown(), A, B, False, row(1, 11), replace(row(0, 10), n_people=12, n_untold=2))
    assert sentences.shared_by_two(few, outcome(**SIDES)) == (
        "Oneens: aan kant A 11 van de 12 deelnemers, aan kant B ten minste 10 van de 12."
    )


def test_whether_it_matters_who_somebody_is() -> None:
    first = "Dit verklaart 7 procent van de verschillen in antwoorden."
    rest = "De andere verschillen zijn er tussen deelnemers die hierin gelijk zijn."
    assert sentences.between_values(Between("role", 7, 3, 12, True)) == (
        f"{first} Waarschijnlijk ligt dat tussen 3 en 12 procent. {rest}"
    )
    assert sentences.between_values(Between("role", 7, 0, 12, True)) == (
        f"{first} Waarschijnlijk ligt dat tussen 0 en 12 procent. Het kan dus ook bijna niets zijn. {rest}"
    )
    assert sentences.between_values(Between("role", 7, None, None, True)) == f"{first} {rest}"
    assert sentences.between_values(Between("role", 7, 3, 12, False)).startswith("We zien geen duidelijk verschil.")


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (None, ""),
        (1, " De helft van hen kwam binnen 1 minuut."),
        (90, " De helft van hen kwam binnen 90 minuten."),
        (300, " De helft van hen kwam binnen 5 uur."),
        (6000, " De helft van hen kwam binnen 4 dagen."),
    ],
)
def test_how_soon_people_with_the_same_answers_came(minutes: int | None, said: str) -> None:
    told = f"1.234 deelnemers gaven dezelfde rij.{said}"
    assert sentences.same_row(SameVotes(n_people=1234, minutes=minutes)) == told


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("invited", "alleen de 1.040 deelnemers die met een uitnodiging meededen."),
        ("declared_role", "alleen de 1.040 deelnemers die een rol noemden."),
        ("declared_municipality", "alleen de 1.040 deelnemers die een gemeente noemden."),
        ("iets nieuws", "1.040 deelnemers."),
    ],
)
def test_another_count_says_whom_it_counts(name: str, said: str) -> None:
    assert sentences.about_reading(Reading(name, 1040)) == said


def test_where_the_numbers_of_people_come_from() -> None:
    assert sentences.presence_source(Presence("role", (), "CBS", 2025)) == "Hoeveel er zijn: CBS, 2025"
    assert sentences.presence_source(Presence("role", (), "", None)) == ""


def test_unknown_statements_are_counted() -> None:
    assert sentences.unknown(outcome(unknown=("7",))).startswith("Over één stelling kunnen we nog niets zeggen.")
    assert sentences.unknown(outcome(unknown=("7", "8", "9"))).startswith(
        "Over 3 stellingen kunnen we nog niets zeggen."
    )


def test_what_is_hidden_of_a_group_is_not_said_to_have_too_few_answers() -> None:
    """Of these two enough people may have answered: what is not told of a group is why nothing is said of them."""
    for one in outcome(unknown=("3", "7")).statements:
        if one.status == "unknown":
            hidden = "niet per groep te zien" if one.hides_a_group else "nog te weinig antwoorden"
            told = sentences.unknown(outcome(unknown=(one.id,)))
            assert sentences.status(one, outcome()) == hidden
            assert told.endswith("niet laten zien.") == one.hides_a_group


# --- what predicts


def predicted(best: str, **changes: Any) -> Outcome:
    figures = {"tendency": 0.05, "trait": 0.05, "groups": 0.03, "best": best}
    return outcome(prediction=msgspec.convert(figures, results.Prediction), **changes)


@pytest.mark.parametrize(
    ("best", "said"),
    [
        ("groups", "met deze kanten, beter dan als je iedereen op één lijn zet."),
        ("alike", "met deze kanten ongeveer even goed als wanneer je iedereen op één lijn zet."),
        ("trait", "als je iedereen op één lijn zet, van de ene mening naar de andere."),
        ("nothing", "niet duidelijk beter dan zonder."),
    ],
)
def test_one_sentence_says_what_predicts_best(best: str, said: str) -> None:
    assert sentences.what_predicts(predicted(best, **SIDES)).endswith(said)
    assert sentences.what_predicts(outcome(prediction=None)) == ""


def test_sides_that_only_say_yes_more_often_are_told_by_that_name() -> None:
    found = predicted("tendency", **SIDES)
    name = "in hoe vaak zij ‘eens’ zeggen"
    assert name in sentences.about_groups(found)
    assert name in sentences.lead(found)
    assert "waarover de meningen uit elkaar lopen" not in sentences.about_groups(found)
    said = f"bij {found.n_clear} van de 12 stellingen een duidelijke meerderheid het eens."
    assert sentences.what_predicts(found).endswith(said)
    alone = predicted("tendency", **NO_GROUPS)
    assert sentences.what_predicts(alone).endswith("als je kijkt hoe vaak die ‘eens’ zegt.")


def test_the_figures_behind_it_stand_with_how_it_was_computed() -> None:
    assert sentences.how_well_predicted(predicted("trait")).endswith(
        "hoe vaak iemand ‘eens’ zegt 1,05 keer, één lijn 1,05 keer, groepen 1,03 keer."
    )
    assert sentences.how_well_predicted(outcome(prediction=None)) == ""


def test_a_group_that_may_be_people_with_the_same_answers_says_so() -> None:
    alike = outcome(same_votes=(SameVotes(n_people=8, minutes=None),))
    said = "Let op: 8 deelnemers gaven precies dezelfde antwoorden. Misschien zijn zij een groot deel van deze groep."
    assert sentences.same_rows_in(replace(A, size=16), alike) == said
    assert sentences.same_rows_in(replace(A, size=17), alike) == ""
    assert sentences.same_rows_in(A, outcome()) == ""


def test_of_groups_that_were_found_it_is_said_that_a_margin_may_lie_beside_its_number() -> None:
    assert "dus een getal kan er net buiten liggen" in sentences.how_to_read(outcome())
    assert "net buiten" not in sentences.how_to_read(outcome(**NO_GROUPS))
