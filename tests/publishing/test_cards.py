"""The picture that goes with a link."""

import io
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from PIL import Image

from regiotafel.reports import card
from regiotafel.web.links import whole
from tests.crowd import count, crowd
from tests.publishing.loop import begin

pytestmark = pytest.mark.django_db


def test_a_round_an_outcome_and_a_text_have_a_card_that_is_drawn_once(client: Client, monkeypatch: Any) -> None:
    caches["prints"].clear()
    consultation, loop = crowd(40, 6), begin()
    count(consultation)
    drawn: list[tuple[object, ...]] = []
    draw = card.draw
    monkeypatch.setattr(card, "draw", lambda *words: drawn.append(words) or draw(*words))
    at = [consultation.region.slug, consultation.slug]
    pages = {
        reverse("consultations:read", args=at): reverse("publishing:round_card", args=at),
        reverse("consultations:outcome", args=at): reverse("publishing:outcome_card", args=at),
        reverse("vision:read", args=[loop.region.slug, loop.document.slug]): reverse(
            "publishing:text_card", args=[loop.region.slug, loop.document.slug]
        ),
    }
    for page, picture in pages.items():
        assert f'property="og:image" content="{whole(picture)}"' in client.get(page).text
        for _time in range(2):
            response = client.get(picture)
            assert response["Content-Type"] == "image/png"
            assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    assert len(drawn) == 3
    assert drawn[1][3]
    assert drawn[2][1:3] == (loop.document.title, loop.region.name)


def test_no_card_tells_what_who_looks_may_not_read_yet(client: Client) -> None:
    consultation = crowd(60, 12, runs=True, results_after_answers=True)
    count(consultation)
    at = [consultation.region.slug, consultation.slug]
    assert client.get(reverse("publishing:outcome_card", args=at)).status_code == 404


@pytest.mark.parametrize("title", ["", "woord " * 200, "w" * 400, "Één titel, met “aanhaling” en 漢字"])
def test_any_title_fits_on_a_card_and_the_same_words_give_the_same_bytes(title: str) -> None:
    assert card.draw(title, title, title, (60, 0, 40), title) == card.draw(title, title, title, (60, 0, 40), title)


@pytest.mark.parametrize("word", ["😀", "❤️", "👩‍👧", "שלום", "漢字"])
def test_a_word_that_the_letter_of_a_card_does_not_have_leaves_no_boxes(word: str) -> None:
    assert card.draw("Lees", f"Hulp {word} dichtbij", "Noord") == card.draw("Lees", "Hulp dichtbij", "Noord")
    assert card.draw("Lees", f"Łódź {word}", "Noord") != card.draw("Lees", word, "Noord")
