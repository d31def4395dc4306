"""A page is read in more than one language at the same time."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override, trans_real

from regiotafel.web.files import ask_to_print, print_once, printed
from regiotafel.web.pages import drawn_once
from tests.factories import ConsultationFactory, StatementFactory

WORDS = {"Zo ver ben je": "So far you are", "Mijn antwoorden": "My answers", "Eens": "Agree", "eens": "agree"}


def write_words(path: Path, words: Mapping[str, str]) -> None:
    """A catalogue as `msgfmt` writes it."""
    rows = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    pairs = [(one.encode(), other.encode()) for one, other in rows]
    heading, texts, places = 28, b"", []
    start = heading + 16 * len(pairs)
    for column in (0, 1):
        for pair in pairs:
            places += [len(pair[column]), start + len(texts)]
            texts += pair[column] + b"\0"
    n = len(pairs)
    path.parent.mkdir(parents=True)
    path.write_bytes(struct.pack("<7I", 0x950412DE, 0, n, heading, heading + 8 * n, 0, 0))
    with path.open("ab") as file:
        file.write(struct.pack(f"<{4 * n}I", *places) + texts)


@pytest.fixture
def english(tmp_path: Path, settings: LazySettings) -> Iterator[None]:
    write_words(tmp_path / "en" / "LC_MESSAGES" / "django.mo", WORDS)
    settings.LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
    settings.LOCALE_PATHS = [tmp_path]
    before, trans_real._translations = trans_real._translations, {}  # type: ignore[attr-defined]
    yield
    trans_real._translations = before  # type: ignore[attr-defined]


def test_what_is_drawn_once_is_drawn_once_in_each_language(english: None) -> None:
    drawn: list[str] = []

    @drawn_once
    def piece(number: int) -> str:
        drawn.append(gettext("Zo ver ben je"))
        return f"{drawn[-1]}: {number}"

    for _again in range(2):
        assert piece(1) == "Zo ver ben je: 1"
        with override("en"):
            assert piece(1) == "So far you are: 1"
    assert len(drawn) == 2
    assert piece(2) == "Zo ver ben je: 2"


@pytest.mark.django_db
def test_what_is_printed_once_is_printed_once_in_each_language(english: None) -> None:
    def write() -> bytes:
        return gettext("Zo ver ben je").encode()

    for _again in range(2):
        assert print_once("one", write) == b"Zo ver ben je"
        with override("en"):
            assert print_once("one", write) == b"So far you are"
    assert printed("one") == b"Zo ver ben je"
    assert ask_to_print("two")
    with override("en"):
        assert ask_to_print("two")
        assert not ask_to_print("two")


@pytest.mark.django_db
def test_the_ballot_is_in_the_language_of_the_reader_whoever_came_first(english: None, client: Client) -> None:
    consultation = ConsultationFactory()
    StatementFactory(consultation=consultation)
    address = reverse("consultations:ballot", args=[consultation.region.slug, consultation.slug])
    with override("nl"):
        dutch = client.get(address, headers={"HX-Request": "true"}).content.decode()
    with override("en"):
        english_words = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Zo ver ben je" in dutch
    assert "So far you are" not in dutch
    assert "So far you are" in english_words
    assert "Zo ver ben je" not in english_words
