"""Fields of forms as they are everywhere on this site."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator, validate_email
from django.db.models import BigIntegerField, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from regiotafel.formats.picture import MOST_BYTES, PictureRefused, as_png
from regiotafel.text.addresses import is_sendable, typed_address
from regiotafel.text.days import weekday_in, written_day, written_moment
from regiotafel.text.folding import fold
from regiotafel.text.length import length
from regiotafel.text.tidy import says_something, tidy, tidy_item, tidy_line, without_unseen
from regiotafel.web.days import clock
from regiotafel.web.days import day as day_of
from regiotafel.web.files import translated

# A sentence that is translated when it is shown has no type that forms know.
Text = Any
Choices = Sequence[tuple[Any, Any]]
# A browser keeps what was typed for the next form that looks like it: on a shared computer that is somebody else's.
OFF = {"autocomplete": "off"}
# What a window for choosing a table offers: both kinds are read in the same way.
TABLE = ".csv,.xlsx"
# For a field that a program fills in: what Django calls it, and what a person reads.
UNREADABLE: dict[str, Any] = {
    "null_characters_not_allowed": _(
        "Er staat een teken in dat we niet kunnen lezen. Typ je tekst hier, of plak hem zonder opmaak."
    )
}
UNKNOWN = _("Deze keuze is er niet. Kies iets uit de lijst.")
_IN_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_AS_A_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_WHOLE = re.compile(r"[-+]?\d+")
LONGEST_SEARCH = 100
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
# A text that is so many times as long as it may be, or so long where a rule has the limit, is refused as it came: to
# tidy a megabyte takes two seconds.
MOST_TIMES, MOST_TIDIED = 20, 100_000


class AtMost(MaxLengthValidator):
    """Counted as people see it: a family of four is one picture, an accent belongs to its letter."""

    def clean(self, x: Any) -> int:
        return length(x)


class WordsField(forms.CharField):
    """What people write, as it is kept: tidy, and empty when nothing is said in it.

    No `maxlength` in the page: a browser counts otherwise, and cuts off what somebody pastes without saying so.
    tidied: what is done to it. must_say: only points and dashes are as good as nothing.
    """

    widget: type[forms.Widget] = forms.Textarea

    def __init__(
        self,
        *,
        max_length: int | None = None,
        tidied: Callable[[str], str] = tidy,
        must_say: bool = True,
        **more: Any,
    ) -> None:
        super().__init__(**{"strip": False} | more)
        self.tidied, self.must_say, self.most = tidied, must_say, max_length
        if max_length is not None:
            self.validators.append(AtMost(max_length))

    def to_python(self, value: Any) -> str:
        given = str(super().to_python(value) or "")
        most_tidied = min(MOST_TIMES * self.most, max(self.most, MOST_TIDIED)) if self.most else MOST_TIDIED
        if len(given) > most_tidied:
            message = self.error_messages.get("max_length", AtMost.message)
            params = {"limit_value": self.most or most_tidied, "show_value": len(given), "value": ""}
            raise ValidationError(message, code="max_length", params=params)
        found = self.tidied(given)
        return found if says_something(found) or not self.must_say else ""

    def prepare_value(self, value: Any) -> Any:
        """As somebody typed it, and as they see it: a link with a turned direction in it turns nothing here."""
        return without_unseen(value) if isinstance(value, str) else value


class LineField(WordsField):
    """A name, a title, a reason: the dot before it and the comma behind it belong to the list it was pasted from."""

    widget = forms.TextInput

    def __init__(self, **more: Any) -> None:
        super().__init__(**{"tidied": tidy_item} | more)


def one_line_widget() -> forms.TextInput:
    return forms.TextInput(attrs=OFF)


def line(
    label: Text,
    help_text: Text = "",
    *,
    most: int | None = None,
    missing: Text = "",
    too_long: Text = "",
    required: bool = True,
    attrs: Mapping[str, Any] | None = None,
    **more: Any,
) -> forms.CharField:
    """One line of text. missing, too_long: what somebody reads who left it empty, or wrote more than `most`."""
    widget = forms.TextInput(attrs={**OFF, **(attrs or {})})
    return _text(LineField, widget, label, help_text, most, missing, too_long, required, more)


class MarkedArea(forms.Textarea):
    """For a text with headings, lists, tables, links and notes: the page puts an editor over it."""

    is_marked = True


def words(
    label: Text,
    help_text: Text = "",
    *,
    most: int | None = None,
    rows: int = 3,
    missing: Text = "",
    too_long: Text = "",
    required: bool = True,
    attrs: Mapping[str, Any] | None = None,
    has_marks: bool = False,
    **more: Any,
) -> forms.CharField:
    """A text of more lines."""
    widget = (MarkedArea if has_marks else forms.Textarea)(attrs={"rows": rows, **(attrs or {})})
    return _text(WordsField, widget, label, help_text, most, missing, too_long, required, more)


def carried(*, most: int = 2000, required: bool = False) -> forms.CharField:
    """What a page sends back as it was, to be held against what stands now. It is kept nowhere."""
    return forms.CharField(widget=forms.HiddenInput, required=required, strip=False, max_length=most)


def form_key() -> forms.UUIDField:
    """Drawn with the page, so that the same form sent twice is known to be the same."""
    again = _("Laad de pagina opnieuw en probeer het nog eens.")
    return forms.UUIDField(
        label=_("Dit formulier"),
        widget=forms.HiddenInput,
        error_messages={"required": again, "invalid": again},
    )


def code(
    label: Text, help_text: Text, *, missing: Text = "", too_long: Text = "", autocomplete: str = "off"
) -> forms.CharField:
    """A code that somebody types over from paper or from a mail."""
    typed = {"autocomplete": autocomplete, "autocapitalize": "characters", "spellcheck": "false"}
    as_typed: dict[str, Any] = {"attrs": typed, "tidied": tidy_line, "must_say": False}
    return line(label, help_text, most=40, missing=missing, too_long=too_long, **as_typed)


def check_address(email: str) -> None:
    """One that no letter can be made for would be found out only when it is to be sent."""
    validate_email(email)
    if not is_sendable(email):
        raise ValidationError(validate_email.message, code="invalid")


class AddressField(forms.EmailField):
    default_validators = [check_address]

    def to_python(self, value: Any) -> str:
        return typed_address(str(super().to_python(value) or ""))


def email(label: Text, help_text: Text, *, is_own: bool = True) -> forms.EmailField:
    """is_own: the browser may fill in the address of who types."""
    return AddressField(
        label=label,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"} if is_own else OFF),
        error_messages={
            "required": _("Vul je e-mailadres in.") if is_own else _("Vul een e-mailadres in."),
            "invalid": _("Dit is geen e-mailadres. Een adres ziet eruit als naam@voorbeeld.nl."),
        },
    )


class WebsiteField(forms.URLField):
    """As people write it: without https:// too."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(tidy_line(str(value or ""))) or "")


def website(label: Text, help_text: Text = "") -> forms.URLField:
    return WebsiteField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.TextInput(attrs={"inputmode": "url", **OFF}),
        error_messages={"invalid": _("Dit is geen adres van een website. Een adres ziet eruit als www.voorbeeld.nl.")},
    )


class NumberField(forms.IntegerField):
    """As people write a number: 1.000 is a thousand, and half a thing is none."""

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str):
            return super().to_python(value)
        typed = fold(value)
        if _IN_THOUSANDS.fullmatch(typed):
            typed = typed.replace(".", "").replace(" ", "")
        if typed and not _WHOLE.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)


def number(
    label: Text,
    help_text: Text = "",
    *,
    least: int | None = None,
    most: int | None = None,
    required: bool = True,
    errors: Mapping[str, Text] | None = None,
    **more: Any,
) -> forms.IntegerField:
    """A whole number. errors: what somebody reads who left it empty, or typed something else."""
    bounds = _bounds(least, most)
    return NumberField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        required=required,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", **OFF}),
        error_messages={"invalid": _("Vul een heel getal in."), **bounds, **(errors or {})},
        **more,
    )


def _bounds(least: int | None, most: int | None) -> dict[str, Text]:
    """What somebody reads who typed a number that is too small or too large: which it may be."""
    least_of, most_of = (f"{n or 0:,}".replace(",", ".") for n in (least, most))
    named = {"least": least_of, "most": most_of}
    if least is None:
        return {"max_value": format_lazy(_("Vul een heel getal in tot en met {most}."), **named)}
    if most is None:
        return {"min_value": format_lazy(_("Vul een heel getal in vanaf {least}."), **named)}
    told = format_lazy(_("Vul een heel getal in van {least} tot en met {most}."), **named)
    return {"min_value": told, "max_value": told}


def one_of(label: Text, among: Choices, *, missing: Text, unknown: Text = "", **more: Any) -> forms.ChoiceField:
    """One of a few things that are all seen at once. unknown: what somebody reads who sent something else."""
    return forms.ChoiceField(
        label=label,
        choices=among,
        widget=forms.RadioSelect,
        error_messages={"required": missing, "invalid_choice": unknown or UNKNOWN},
        **more,
    )


def file(label: Text, help_text: Text, *, accept: str, required: bool = True) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.FileInput(attrs={"accept": accept}),
        error_messages={"required": _("Kies een bestand."), "empty": _("Dit bestand is leeg.")},
    )


class PictureField(forms.FileField):
    """What it gives is a small PNG of our own, whatever was sent; nothing when nothing was."""

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        try:
            return as_png(sent.read(MOST_BYTES + 1))
        except PictureRefused as fault:
            raise ValidationError(translated(fault.sentence)) from fault


def picture(label: Text, *, required: bool) -> forms.FileField:
    return PictureField(
        label=label,
        help_text=_("Een PNG, JPEG of WebP die je mag gebruiken. Geen SVG: daar kan een script in zitten."),
        required=required,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        error_messages={"required": _("Kies een bestand."), "empty": _("Dit bestand is leeg.")},
    )


def search(label: Text) -> forms.CharField:
    """Any sign may be looked for."""
    attrs = {"type": "search"}
    return line(label, most=LONGEST_SEARCH, required=False, attrs=attrs, tidied=tidy_line, must_say=False)


def looked_for(asked: Mapping[str, Any]) -> str:
    """What an address asks for, where no form stands on the page."""
    return tidy_line(str(asked.get("zoek", "")))[:LONGEST_SEARCH].strip()


def _text(
    kind: type[WordsField],
    widget: forms.Widget,
    label: Text,
    help_text: Text,
    most: int | None,
    missing: Text,
    too_long: Text,
    required: bool,
    more: Mapping[str, Any],
) -> forms.CharField:
    said = {"required": missing, "max_length": too_long}
    return kind(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=widget,
        error_messages={fault: sentence for fault, sentence in said.items() if sentence},
        **more,
    )


def choose(form: forms.BaseForm, name: str, among: Choices | QuerySet[Any], *, empty: Text = None) -> None:
    """What can be chosen in a field, when that is known only now. empty: the name of choosing nothing."""
    field = form.fields[name]
    if isinstance(among, QuerySet):
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        field.queryset = among
        field.empty_label = empty or field.empty_label
    else:
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(among)
        if field.error_messages["invalid_choice"] == type(field).default_error_messages["invalid_choice"]:
            field.error_messages["invalid_choice"] = UNKNOWN


def number_of(text: str) -> int | None:
    """The number that a page sent or an address names. None when it is none, or one that no row of a database has."""
    if not text.isascii() or not text.isdigit() or len(text) > len(str(BigIntegerField.MAX_BIGINT)):
        return None
    found = int(text)
    return found if found <= BigIntegerField.MAX_BIGINT else None


def check_year(value: date) -> None:
    """A slip of the fingers makes the year 226 of 2026; some of those years no clock can reckon with."""
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise ValidationError(
            gettext("Kies een jaar van %(first)d tot en met %(last)d.") % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )


def no_such_day(typed: str) -> str:
    """What somebody reads who typed 31 april, which people do more often than what is no day at all."""
    found = _AS_A_DAY.match(typed)
    year, month, n = map(int, found.groups()) if found else (0, 0, 0)
    if not (1 <= month <= 12 and year and (last := monthrange(year, month)[1]) < n):
        return ""
    named = {"day": n, "month": day_of(date(year, month, 1), "month"), "last": last}
    return gettext("%(day)d %(month)s bestaat niet: die maand heeft %(last)d dagen.") % named + " "


def check_weekday(typed: str, found: date) -> None:
    """Of "vrijdag 1 april" one of both is a slip when it is a Thursday, and nobody but who typed it knows which."""
    said = weekday_in(typed)
    if said is not None and said != found.weekday():
        named = {"day": day_of(found), "weekday": day_of(found, "weekday").partition(" ")[0]}
        raise ValidationError(gettext("%(day)s is een %(weekday)s. Controleer de datum.") % named, code="invalid")


class DayField(forms.DateField):
    """As people type a day: 28-3-2027, 28 maart 2027, za 28/3/27."""

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str):
            return super().to_python(value)
        typed = written_day(tidy_line(value))
        try:
            found = super().to_python(typed)
        except ValidationError as fault:
            raise ValidationError(no_such_day(typed) + fault.messages[0], code=fault.code) from fault
        if found:
            check_weekday(value, found)
        return found


class MomentField(forms.DateTimeField):
    """As people type a moment, on the clock of the wall."""

    def to_python(self, value: Any) -> datetime | None:
        if not isinstance(value, str) or not (typed := tidy_line(value)):
            return super().to_python(typed if isinstance(value, str) else value)
        typed = written_moment(written_day(typed))
        # Midnight at the end of a day is that at the beginning of the next.
        is_end = typed.endswith(" 24:00")
        typed = f"{typed.removesuffix(' 24:00')} 00:00" if is_end else typed
        found = self._read(typed)
        check_weekday(value, timezone.localtime(found).date())
        if not is_end:
            return found
        check_year(found)
        return timezone.make_aware(timezone.make_naive(found) + timedelta(days=1))

    def _read(self, typed: str) -> datetime:
        invalid = self.error_messages["invalid"]
        try:
            written = datetime.fromisoformat(typed)
        except ValueError as fault:
            raise ValidationError(f"{no_such_day(typed)}{invalid}", code="invalid") from fault
        if _AS_A_DAY.fullmatch(typed):
            raise ValidationError(f"{gettext('Zet er ook een tijd bij.')} {invalid}", code="invalid")
        check_year(written)
        try:
            found = super().to_python(typed)
        except ValidationError as fault:
            raise self._in_our_words(typed, fault) from fault
        assert found is not None  # noqa: S101  # for the type checker: it was read above
        return found

    def _in_our_words(self, typed: str, fault: ValidationError) -> ValidationError:
        """An hour that the clock skips, or goes through twice."""
        if fault.code != "ambiguous_timezone":
            return fault
        moment = datetime.fromisoformat(typed)
        first = moment.replace(tzinfo=timezone.get_current_timezone())
        is_skipped = first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None) != moment
        sentence = (
            gettext(
                "Op %(day)s gaat de klok van %(from)s naar %(until)s uur: de zomertijd begint. De tijd %(time)s "
                "bestaat dan niet. Kies een tijd voor %(from)s uur, of %(until)s uur of later."
            )
            if is_skipped
            else gettext(
                "Op %(day)s gaat de klok van %(until)s terug naar %(from)s uur: de zomertijd stopt. De tijd %(time)s "
                "is er dan twee keer. Kies een tijd voor %(from)s uur, of %(until)s uur of later."
            )
        )
        words = {
            "day": day_of(moment.date()),
            "time": clock(moment),
            "from": f"{moment.hour}.00",
            "until": f"{moment.hour + 1}.00",
        }
        return ValidationError(sentence % words, code=fault.code)


def day(label: Text, help_text: Text = "", *, required: bool = True) -> DayField:
    """Typed in, or picked from the browser's calendar."""
    return DayField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[check_year],
        error_messages={"required": _("Kies een datum."), "invalid": _("Schrijf de datum zo: 31-01-2027.")},
    )


def moment(label: Text, help_text: Text = "", *, required: bool = True) -> MomentField:
    return MomentField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[check_year],
        error_messages={"required": _("Kies een moment."), "invalid": _("Schrijf dag en tijd zo: 31-01-2027 12:00.")},
    )
