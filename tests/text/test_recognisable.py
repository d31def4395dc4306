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
