from regiotafel.text.recognisable import recognisable_in


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
