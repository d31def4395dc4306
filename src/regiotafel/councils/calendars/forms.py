"""What somebody fills in about when the bodies of a municipality meet, and the calendar that they bring."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from regiotafel.councils.calendars.rules import DayUnreadable, Meeting, as_text, meetings_in
from regiotafel.councils.models import Body, Calendar, MeetingDay
from regiotafel.regions.rules import RecessUnreadable, periods_in
from regiotafel.web import fields

# Whose days are asked for, in the order of the form.
ASKED = (Body.COUNCIL, Body.COMMITTEE, Body.COLLEGE)
_LINES = _("Een dag per regel, zoals 12-3-2027. Achter een dubbele punt mag een naam.")


class DaysForm(forms.Form):
    council = fields.words(_("Wanneer vergadert de gemeenteraad?"), _LINES, most=30_000, rows=8, required=False)
    committee = fields.words(
        _("Wanneer vergadert de raadscommissie?"),
        _("Ook een beeldvormende of oordeelsvormende avond. Een dag per regel."),
        most=30_000,
        rows=6,
        required=False,
    )
    college = fields.words(
        _("Wanneer vergadert het college?"),
        _("Laat leeg als het college elke week vergadert. Een dag per regel."),
        most=30_000,
        rows=3,
        required=False,
    )
    recess = fields.words(
        _("Wanneer is er reces?"),
        _("Een periode per regel, zoals: 13-2-2027 t/m 21-2-2027: voorjaarsreces."),
        most=2000,
        rows=3,
        required=False,
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for body in ASKED:
            try:
                meetings_in(given.get(body, ""), body)
            except DayUnreadable as fault:
                self.add_error(str(body), str(fault))
        try:
            periods_in(given.get("recess", ""))
        except RecessUnreadable as fault:
            self.add_error("recess", str(fault))
        return given

    def meetings(self) -> list[Meeting]:
        return [one for body in ASKED for one in meetings_in(self.cleaned_data[body], body)]


def as_meetings(days: Sequence[MeetingDay]) -> list[Meeting]:
    return [Meeting(one.on, one.body, one.name) for one in days]


def filled(calendar: Calendar | None, meetings: Sequence[Meeting]) -> dict[str, Any]:
    """What stands in the form."""
    texts = {str(body): as_text(one for one in meetings if one.body == body) for body in ASKED}
    return {
        **texts,
        "recess": calendar.recess if calendar else "",
        "version": calendar.version if calendar else 0,
    }


class CalendarFileForm(forms.Form):
    calendar = fields.file(
        _("Agenda van de gemeenteraad"),
        _("Een bestand dat eindigt op .ics. Dat maak je in het raadsinformatiesysteem of in je agenda."),
        accept=".ics,text/calendar",
    )
