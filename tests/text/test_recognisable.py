"""What is warned about, and what is not: measured on sentences as people write them (all invented)."""

import pytest

from regiotafel.text.recognisable import marked, recognisable_in

# By each of these somebody may be recognised.
RISKY = (
    "Mijn dochter van 9 wacht al zeven maanden op hulp.",
    "Mijn zoon Daan (9) zit thuis.",
    "De juf van groep 7 in ons dorp zegt dat er niets aan de hand is.",
    "Onze jongste wordt al een jaar gepest.",
    "Een meisje van elf uit onze straat woont nu bij haar opa.",
    "Zij zit op basisschool De Regenboog.",
    "De Regenboogschool wil hem niet terug.",
    "Mijn zoontje (4) praat nog niet.",
    "Ik ben 15 en woon in een gezinshuis.",
    "De huisarts in Heikerveen luistert niet.",
    "De enige psycholoog hier heeft een wachtlijst.",
    "Onze wijkagent uit Lindermonde kent het gezin.",
    "Een leerling uit groep 8 komt al weken niet.",
    "De conciërge van onze school heeft het gemeld.",
    "Meester Kees belde elke dag.",
    "Haar mentor nam haar niet serieus.",
    "De school in ons dorp doet niets.",
    "Een 14-jarige jongen slaapt op de bank bij vrienden.",
    "Bel mij op 06-12345678.",
    "Mail naar ouder@voorbeeld.nl voor het verhaal.",
    "Mijn pleegkind heeft een beperking.",
    "Zijn zusje krijgt nu ook hulp.",
    "De gezinsvoogd van mijn school kwam nooit.",
    "Op het Stellacollege weet iedereen het.",
    "Die jongen uit de flat maakt iedereen bang.",
    "Hij is pas 7 en krijgt al medicijnen.",
    "De buurvrouw in onze straat slaat haar kind.",
    "Mevrouw Jansen van het loket was heel aardig.",
    "Onze tweeling van 6 moet naar twee scholen.",
    "In klas 2b wordt gedeald.",
)
# By none of these.
HARMLESS = (
    "De wachttijd is te lang.",
    "Kinderen van 9 jaar en ouder moeten mogen meepraten.",
    "Jongeren van 16 tot 27 vallen tussen wal en schip.",
    "Een school in elke gemeente moet hulp bieden (artikel 2.2).",
    "De juf ziet het vaak als eerste. Luister naar haar.",
    "Juffen en meesters hebben te weinig tijd.",
    "In groep 1 tot en met 8 is er te weinig aandacht voor pesten.",
    "Elke huisarts in de regio moet kunnen doorverwijzen.",
    "De wethouder van Lindermonde moet dit uitleggen.",
    "Ik ga naar school. De hulp moet op tijd komen.",
    "De wachttijd is 9 maanden en hij is 8 weken langer dan vorig jaar.",
    "Een contract van 10 jaar geeft rust.",
    "Een tienjarig plan is te lang.",
    "Er moeten 12 gemeenten samen betalen.",
    "Een kind moet altijd iemand kunnen bellen.",
    "Ouders weten niet waar ze moeten zijn.",
    "Een mentor op elke school zou helpen.",
    "De directeur van een instelling verdient te veel.",
    "De psycholoog moet naar huis kunnen komen.",
    "Wij zijn 3 keer verhuisd en begonnen 3 keer opnieuw.",
    "Het meisje van de receptie bestaat niet meer, nu is het een scherm.",
    "Het lokale team in Oudervaart neemt de telefoon niet op.",
    "De jongerenraad wil in elke school een vast spreekuur.",
    "Huisartsen en scholen moeten elkaar kennen.",
    "Een docent moet weten wat de meldcode is.",
    "Ik ben 2 keer doorverwezen.",
    "Geef elk gezin één vast contact.",
    "In Heikerveen is geen bus na acht uur.",
    "De coach is er 24 uur per dag.",
    "Jeugdzorg De nieuwe aanpak werkt niet.",
)
# The words of a person are told from those of a group by few signs: so many alarms too many are the price.
FALSE_ALARMS = {"Het meisje van de receptie bestaat niet meer, nu is het een scherm."}


def test_every_risky_sentence_is_warned_about() -> None:
    assert [text for text in RISKY if not recognisable_in(text)] == []


def test_false_alarms_are_few_and_known() -> None:
    assert {text for text in HARMLESS if recognisable_in(text)} == FALSE_ALARMS


@pytest.mark.parametrize("text", [*RISKY, *HARMLESS, "", "Sem (9) en Noor (8)."])
def test_a_moderator_reads_all_of_it_with_those_words_marked(text: str) -> None:
    parts = marked(text)
    assert "".join(words for words, _is_marked in parts) == text
    assert any(is_marked for _words, is_marked in parts) == bool(recognisable_in(text))


def test_a_warning_names_the_words_by_which_somebody_may_be_recognised() -> None:
    text = "Mijn zoon Sem (een 9-jarige) wacht. Mijn zoon is moe. Bel 06-12345678 of mail sem@voorbeeld.nl."
    assert recognisable_in(text) == [
        "Mijn zoon Sem",
        "9-jarige",
        "Mijn zoon",
        "06-12345678",
        "sem@voorbeeld.nl",
    ]
    assert recognisable_in("De wachttijd is te lang.") == []


def test_names_ages_and_schools_are_warned_about_as_the_form_asks() -> None:
    assert recognisable_in("Mijn broertje Daan (9) van basisschool De Regenboog wacht.") == [
        "Mijn broertje Daan (9)",
        "basisschool De Regenboog",
    ]
    assert recognisable_in("Noor (12 jaar) zit thuis. Hij is 9 en ze is 11 jaar. School Kameleon belt niet.") == [
        "Noor (12 jaar)",
        "Hij is 9",
        "ze is 11 jaar",
        "School Kameleon",
    ]
    for harmless in (
        "De wachttijd is 9 maanden en hij is 8 weken langer dan vorig jaar.",
        "Een school in elke gemeente moet hulp bieden (artikel 2.2).",
        "Ik ga naar school. De hulp moet op tijd komen.",
    ):
        assert recognisable_in(harmless) == []
