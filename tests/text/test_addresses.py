"""Which addresses a letter can be sent to, held against what makes and sends the letters."""

import string

import pytest
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from regiotafel.text.addresses import is_sendable, tidy_address
from tests.addresses import UNSENDABLE


@pytest.mark.parametrize("email", UNSENDABLE)
def test_what_breaks_a_letter_is_no_address(email: str) -> None:
    assert not is_sendable(email)


@pytest.mark.parametrize(
    "email", ["ouder@example.org", "o'neill+jeugd.zorg@a-b.example.org", "a=b@x.nl", "ouder@bücher.example"]
)
def test_what_people_have_is_an_address(email: str) -> None:
    assert is_sendable(email)


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [
        (" Ouder@Example.ORG ", "ouder@example.org"),
        ("ouder@bücher.example", "ouder@xn--bcher-kva.example"),
        ("ouder@ｅxample。org", "ouder@example.org"),
        ("ouder@exa\u00admple.org", "ouder@example.org"),
        ("geen adres", "geen adres"),
    ],
)
def test_an_address_has_one_spelling(typed: str, tidy: str) -> None:
    assert tidy_address(typed) == tidy == tidy_address(tidy)


@given(
    st.text(alphabet=string.printable + "é=?@.\u2028\x00", max_size=30), st.sampled_from(["x.nl", "é.nl", "\u2028.nl"])
)
def test_a_letter_to_a_sendable_address_can_be_made_and_goes_there(local: str, domain: str) -> None:
    email = f"{local}@{domain}"
    if is_sendable(email):
        assert EmailMessage("Nieuws", "Er is nieuws.", to=[tidy_address(email)]).message()["To"] == tidy_address(email)
