"""A theme and a logo, as text or as files."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from regiotafel.formats.sentence import Sentence
from regiotafel.formats.theme import ThemeRefused, as_text, check_contrast, read_theme
from regiotafel.web import fields
from regiotafel.web.files import translated

THEME_BYTES = 20_000
COLOURS = ("main", "accent", "paper", "ink")


def _colour(label: Any, help_text: Any = "") -> forms.RegexField:
    return forms.RegexField(
        r"\A#[0-9a-fA-F]{6}\Z",
        label=label,
        help_text=help_text,
        widget=forms.TextInput(attrs={"type": "color"}),
        error_messages={"required": _("Kies een kleur."), "invalid": _("Kies een kleur.")},
    )


class _LogoForm(forms.Form):
    """A logo beside a theme. Every reason against both is shown at once. `version` says which theme this person started
    from, `TOLD_AT` at which field is told what is wrong with the theme."""

    TOLD_AT = "text"

    logo = fields.picture(_("Logo"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept_logo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_logo = kept_logo

    def checked(self, text: str, logo: bytes | None) -> str:
        """The text of the theme, with its logo named; a reason against it stands at its field."""
        try:
            theme = read_theme(text)
        except ThemeRefused as fault:
            self.add_error(self.TOLD_AT, [translated(sentence) for sentence in fault.sentences])
            return text
        if logo is not None and not theme.logo:
            text = re.sub(r"^\[theme\][^\n]*$", '[theme]\nlogo = "logo.png"', text, count=1, flags=re.MULTILINE)
        elif theme.logo and not theme.logo.endswith(".png"):
            self.add_error(self.TOLD_AT, _('Het logo moet hier een PNG zijn. Schrijf: logo = "logo.png".'))
        elif theme.logo and logo is None and not self.kept_logo:
            self.add_error("logo", _("Het thema noemt een logo. Stuur het mee als PNG."))
        if faults := check_contrast(theme):
            self.add_error(self.TOLD_AT, _first_few(faults))
        return text


class ColoursForm(_LogoForm):
    """The four colours, each with the picker of the browser."""

    TOLD_AT = "main"

    main = _colour(_("Hoofdkleur"), _("Voor knoppen, links en de kaart."))
    accent = _colour(_("Accentkleur"), _("Alleen voor: hier ben je, en: jij bent aan de beurt."))
    paper = _colour(_("Achtergrond"))
    ink = _colour(_("Letters"))
    field_order = ("main", "accent", "paper", "ink", "logo")

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="kleur_%s", **kwargs)
        self.name = name

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        colours = {name: given[name] for name in COLOURS}
        text = as_text(self.name, colours, logo="logo.png" if self.kept_logo or given["logo"] else "")
        return {**given, "theme": self.checked(text, given["logo"]).strip()}


class ThemeForm(_LogoForm):
    """The same as text or as a file."""

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
    field_order = ("text", "file", "logo")

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file is None:
            return ""
        try:
            return str(file.read(THEME_BYTES + 1)[:THEME_BYTES].decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise ValidationError(_("Dit is geen tekstbestand.")) from fault

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        text = (given.get("file") or given.get("text") or "").replace("\r\n", "\n").strip()
        logo = given.get("logo")
        if text:
            return {**given, "theme": self.checked(text, logo)}
        if logo is not None:
            self.add_error("text", _("Een logo hoort bij een thema. Vul ook een thema in."))
        return {**given, "theme": ""}


def _first_few(faults: Sequence[Sentence], most: int = 3) -> list[str]:
    """One wrong colour fails on many grounds: the first few say enough."""
    first = [translated(fault) for fault in faults[:most]]
    rest = len(faults) - most
    if rest <= 0:
        return first
    more = _("En nog %(n)d keer is iets niet goed te zien. Kies een donkerder of een lichtere kleur.") % {"n": rest}
    return [*first, more]
