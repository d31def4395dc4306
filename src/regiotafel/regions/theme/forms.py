"""A theme and a logo, as text or as files."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regiotafel.formats.sentence import Sentence
from regiotafel.formats.theme import ThemeRefused, check_contrast, read_theme
from regiotafel.regions.theme.rules import LOGO_BYTES, LogoRefused, check_logo
from regiotafel.web import fields
from regiotafel.web.files import translated

THEME_BYTES = 20_000


class ThemeForm(forms.Form):
    """A theme as text or as a file, and a logo. Every reason against it is shown at once. `version` says which theme
    this person started from."""

    text = fields.words(
        _("Het thema"),
        _("Maak dit leeg om de kleuren van Regiotafel zelf te gebruiken."),
        most=4000,
        rows=10,
        required=False,
        attrs={"spellcheck": "false"},
        strip=False,
    )
    file = fields.file(
        _("Of kies een bestand met het thema"),
        _("Een TOML-bestand. Het komt in de plaats van de tekst hierboven."),
        accept=".toml,text/plain",
        required=False,
    )
    logo = fields.file(
        _("Logo"),
        _("Een PNG van hooguit 100 kB, liefst 200 beeldpunten hoog. Geen SVG: daar kan een script in zitten."),
        accept="image/png",
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_logo = kept_logo

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        try:
            return str(file.read(THEME_BYTES + 1)[:THEME_BYTES].decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise ValidationError(_("Dit is geen tekstbestand.")) from fault

    def clean_logo(self) -> bytes | None:
        file = self.cleaned_data["logo"]
        if file is None:
            return None
        content: bytes = file.read(LOGO_BYTES + 1)
        try:
            check_logo(content)
        except LogoRefused as fault:
            raise ValidationError(str(fault)) from fault
        return content

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        text = (given.get("file") or given.get("text") or "").replace("\r\n", "\n").strip()
        logo = given.get("logo")
        if not text:
            if logo is not None:
                self.add_error("text", _("Een logo hoort bij een thema. Vul ook een thema in."))
            return {**given, "theme": ""}
        try:
            theme = read_theme(text)
        except ThemeRefused as fault:
            self.add_error("text", [translated(sentence) for sentence in fault.sentences])
            return given
        if logo is not None and not theme.logo:
            text = re.sub(r"^\[theme\][^\n]*$", '[theme]\nlogo = "logo.png"', text, count=1, flags=re.MULTILINE)
        elif theme.logo and not theme.logo.endswith(".png"):
            self.add_error("text", _('Het logo moet hier een PNG zijn. Schrijf: logo = "logo.png".'))
        elif theme.logo and logo is None and not self.kept_logo:
            self.add_error("logo", _("Het thema noemt een logo. Stuur het mee als PNG."))
        if faults := check_contrast(theme):
            self.add_error("text", _first_few(faults))
        return {**given, "theme": text}


def _first_few(faults: Sequence[Sentence], most: int = 3) -> list[str]:
    """One wrong colour fails on many grounds: the first few say enough."""
    first = [translated(fault) for fault in faults[:most]]
    rest = len(faults) - most
    if rest <= 0:
        return first
    more = _("En nog %(n)d keer is iets niet goed te zien. Kies een donkerder of een lichtere kleur.") % {"n": rest}
    return [*first, more]
