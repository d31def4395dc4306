"""What a page answers: its status, the whole or a part, and whether it may be kept. No app, no database."""

import pytest
from django import forms
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import RequestFactory

from regiotafel.refused import Refused
from regiotafel.web import fields, files, marks
from regiotafel.web.caching import say_who_keeps
from regiotafel.web.fields import choose, day, line
from regiotafel.web.pages import kept_by_reader, page, secret_address
from regiotafel.web.refusing import RefusalForm


class NameForm(forms.Form):
    name = line("Naam", most=10, missing="Vul je naam in.")
    born = day("Geboren", required=False)
    kind = forms.ChoiceField(required=False)

    def __init__(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        super().__init__(*args, **kwargs)
        choose(self, "kind", [("a", "de eerste")])


@pytest.fixture(autouse=True)
def templates(settings: LazySettings) -> None:
    loader = (
        "django.template.loaders.locmem.Loader",
        {"whole.html": "all {{ fault }}", "part.html": "some {{ fault }}"},
    )
    backend = "django.template.backends.django.DjangoTemplates"
    settings.TEMPLATES = [{"BACKEND": backend, "OPTIONS": {"loaders": [loader]}}]


def post(**data: str):  # type: ignore[no-untyped-def]
    return RequestFactory().post("/", data)


class Unreadable(Refused):
    status = 422


@pytest.mark.parametrize(
    ("data", "fault", "status"),
    [
        ({"name": "Sem"}, None, 200),
        ({"name": ""}, None, 422),
        ({"name": "Sem"}, Refused("Bezet."), 409),
        ({"name": "Sem"}, Unreadable("Dat kunnen we niet lezen."), 422),
        ({"name": ""}, Refused("Bezet."), 409),
        ({}, Refused("Bezet."), 409),
    ],
)
def test_what_was_sent_is_answered_with_what_is_wrong_with_it(
    data: dict[str, str], fault: Refused | None, status: int
) -> None:
    response = page(post(**data), "whole.html", form=NameForm(data), fault=fault)
    assert response.status_code == status
    assert response.content.decode() == f"all {fault or ''}"


@pytest.mark.parametrize(("first", "second", "status"), [("Sem", "", 422), ("", "Sem", 422), ("Sem", "Noa", 200)])
def test_of_more_forms_on_a_page_one_that_is_wrong_is_enough(first: str, second: str, status: int) -> None:
    forms = [NameForm(None), NameForm({"name": first}), NameForm({"name": second})]
    assert page(post(), "whole.html", forms=forms).status_code == status


def test_a_page_that_is_only_read_is_never_refused() -> None:
    response = page(RequestFactory().get("/"), "whole.html", form=NameForm({"name": ""}), fault=Refused("Nog niet."))
    assert response.status_code == 200
    assert "Nog niet." in response.content.decode()


def test_htmx_gets_the_part_and_a_cache_knows_that_there_are_two() -> None:
    for headers, words in (({}, "all"), ({"HX-Request": "true"}, "some")):
        request = RequestFactory().get("/", headers=headers)
        response = page(request, "whole.html", part="part.html")
        say_who_keeps(request, response)
        assert response.content.decode().startswith(words)
        assert response["Vary"] == "HX-Request"


def test_some_pages_are_kept_by_nobody() -> None:
    request = RequestFactory().get("/")
    assert "Cache-Control" not in page(request, "whole.html")
    assert page(request, "whole.html", kept=False)["Cache-Control"] == "no-store"
    assert kept_by_reader(page(request, "whole.html"))["Cache-Control"] == "private, no-cache"
    secret = secret_address(lambda request: HttpResponse())(request)
    assert (secret["Cache-Control"], secret["X-Robots-Tag"]) == ("no-store", "noindex")


def test_a_marked_view_has_its_act_and_the_methods_of_a_page() -> None:
    view = marks.marked(lambda request: HttpResponse(), "text.read")
    assert view.__dict__["act"] == "text.read"
    assert [view(getattr(RequestFactory(), method)("/")).status_code for method in ("get", "head", "post", "put")] == [
        *[200] * 3,
        405,
    ]


def test_fields_say_what_is_wrong_in_our_words() -> None:
    form = NameForm({"name": "\x00 \u200b – …", "born": "226-01-01", "kind": "b"})
    assert "Vul je naam in." in str(form.errors["name"])
    assert "Schrijf de datum zo" in str(form.errors["born"])
    assert "Kies een jaar" in str(NameForm({"name": "a", "born": "1026-01-01"}).errors["born"])
    assert form.errors["kind"]
    assert "Vul je naam in." in str(NameForm({}).errors["name"])
    assert 'autocomplete="off"' in str(NameForm()["name"])


class EverythingForm(forms.Form):
    code = fields.code("Code", "", missing="Vul de code in.", too_long="Deze code is te lang.")
    email = fields.email("Je adres", "")
    other = fields.email("Adres", "", is_own=False)
    number = fields.number("Hoeveel?", least=1, errors={"min_value": "Minstens één."})
    kind = fields.one_of("Welke?", [("a", "A")], missing="Kies er een.", unknown="Die is er niet.")


def test_every_kind_of_field_has_its_sentence_and_its_keyboard() -> None:
    empty = EverythingForm({}).errors
    assert "Vul je e-mailadres in." in str(empty["email"])
    assert "Vul een e-mailadres in." in str(empty["other"])
    assert "Kies er een." in str(empty["kind"])
    form = EverythingForm({"code": "a" * 41, "email": "a", "other": "a@b.nl", "number": "0", "kind": "b"})
    assert "Deze code is te lang." in str(form.errors["code"])
    assert "ziet eruit als naam@voorbeeld.nl" in str(form.errors["email"])
    assert "Minstens één." in str(form.errors["number"])
    assert "Die is er niet." in str(form.errors["kind"])
    assert "Vul een heel getal in." in str(EverythingForm({"number": "1,5"}).errors["number"])
    assert 'autocomplete="email"' in str(form["email"])
    assert [name for name in form.fields if 'autocomplete="off"' in str(form[name])] == ["code", "other", "number"]
    assert 'inputmode="numeric"' in str(form["number"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("12", 12),
        ("007", 7),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("", None),
        ("-1", None),
        (" 1", None),
        ("1.0", None),
        ("٣", None),
        ("²", None),
    ],
)
def test_a_number_is_one_that_a_row_can_have(text: str, number: int | None) -> None:
    assert fields.number_of(text) == number


def test_a_refusal_has_a_reason_and_other_has_words() -> None:
    reasons = [("double", "dubbel"), ("other", "anders")]
    assert RefusalForm({"reason": "double"}, reasons=reasons).is_valid()
    assert RefusalForm({"reason": "other", "explanation": "te grof"}, reasons=reasons).is_valid()
    assert set(RefusalForm({"reason": "other", "explanation": " "}, reasons=reasons).errors) == {"explanation"}
    assert set(RefusalForm({"reason": ""}, reasons=reasons).errors) == {"reason"}
    assert set(RefusalForm({"reason": "else"}, reasons=reasons).errors) == {"reason"}


def test_a_file_is_named_after_its_words_and_kept_out_of_shared_caches() -> None:
    response = files.csv_file(["a,b\n", "1,2\n"], "elsmeer", "", "versie", 3)
    assert response["Content-Disposition"] == 'attachment; filename="elsmeer-versie-3.csv"'
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert files.pdf_file(b"", "a")["Content-Disposition"] == 'inline; filename="a.pdf"'


@pytest.mark.django_db
def test_a_print_is_made_once() -> None:
    made: list[int] = []

    def write() -> bytes:
        made.append(1)
        return b"pdf"

    assert files.printed("one") is None
    assert [files.ask_to_print("one"), files.ask_to_print("one"), files.ask_to_print("two")] == [True, False, True]
    assert [files.print_once("one", write), files.print_once("one", write), files.printed("one")] == [b"pdf"] * 3
    assert len(made) == 1
