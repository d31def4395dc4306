from regiotafel.text.alike import nearest

LONG = (
    "Elke school heeft een vaste hulpverlener. Die is er minstens drie dagen per week. "
    "Ouders weten hoe zij heet en waar zij te vinden is. Gemeenten betalen dit samen."
)
TEXTS = {1: "De wachttijd is te lang.", 2: "Een vaste hulpverlener heeft elke school nodig.", 3: LONG}


def test_as_a_whole_the_same_words_in_another_order_are_alike_and_a_long_text_that_has_them_is_not() -> None:
    assert nearest("Elke school heeft een vaste hulpverlener nodig", TEXTS, least=75, most=3) == [2]


def test_a_short_remark_belongs_to_the_long_text_that_has_its_words() -> None:
    assert nearest("Elke school heeft een vaste hulpverlener", TEXTS, least=75, most=3, as_a_whole=False) == [2, 3]


def test_no_more_than_asked_and_capitals_do_not_count() -> None:
    assert nearest("DE WACHTTIJD IS TE LANG.", {**TEXTS, 4: "de wachttijd is te lang."}, least=75, most=1) == [1]
    assert nearest("", TEXTS, least=75, most=3) == []
