"""What a phrase must have."""

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused
from regiotafel.text.length import length
from regiotafel.text.tidy import says_something

LONGEST_NAME, LONGEST_TEXT = 80, 1000


class PhraseRefused(Refused):
    status = 422


def check_phrase(name: str, text: str) -> None:
    if not says_something(name):
        raise PhraseRefused(_("Geef de standaardzin een naam."), field="name")
    if not says_something(text):
        raise PhraseRefused(_("Schrijf de tekst op die je vaker gebruikt."), field="text")
    for field, written, most in (("name", name, LONGEST_NAME), ("text", text, LONGEST_TEXT)):
        if length(written) > most:
            raise PhraseRefused(_("Dit mag hooguit %(most)d tekens zijn.") % {"most": most}, field=field)
