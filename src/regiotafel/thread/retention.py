"""What we keep about who follows something: an address, and what was sent to it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term, about_nobody
from regiotafel.thread.models import Notice, Subscription

UNCONFIRMED = Term(
    _("Een e-mailadres voor berichten dat niet bevestigd is"),
    _("7 dagen"),
    _("We gooien het adres weg."),
    timedelta(days=7),
)
ADDRESS = Term(
    _("Een e-mailadres voor berichten dat wel bevestigd is"),
    _("tot je je afmeldt, tot drie jaar nadat je het bevestigde, of tot blijkt dat het adres niet bestaat"),
    _("We gooien het adres weg."),
    timedelta(days=3 * 365),
)
NOTICE = Term(
    _("Dat we je een bericht stuurden, en waarover het ging"),
    _("90 dagen; ook als het al die tijd niet bezorgd kon worden"),
    _("We gooien het weg."),
    timedelta(days=90),
)
TERMS = (UNCONFIRMED, ADDRESS, NOTICE)

FIELDS: Mapping[str, Fields] = {
    "thread.Knot": about_nobody(
        "id region kind title route route_args private_route words_route number n_moves"
        " is_public is_live undelivered_at"
    ),
    "thread.Link": Fields(
        "id from_knot to_knot relation state held_from held_to told_from told_to at waits_since", {ACCOUNT: "by"}
    ),
    "thread.Subscription": Fields(
        "id knot mode has_code asked_at told", {UNCONFIRMED: "token_hash", ADDRESS: "email confirmed_at with_role"}
    ),
    "thread.Notice": Fields(
        "id message message_id n_tries next_try_at", {NOTICE: "subscription about made_at sent_at"}
    ),
}


def _unconfirmed(at: datetime, before: datetime) -> int:
    past = Subscription.objects.filter(confirmed_at__isnull=True, asked_at__lt=before)
    return past.delete()[1].get("thread.Subscription", 0)


def _addresses(at: datetime, before: datetime) -> int:
    past = Subscription.objects.filter(confirmed_at__lt=before)
    return past.delete()[1].get("thread.Subscription", 0)


def _notices(at: datetime, before: datetime) -> int:
    return Notice.objects.filter(made_at__lt=before).delete()[0]


CLEANING: Mapping[Term, Clean] = {UNCONFIRMED: _unconfirmed, ADDRESS: _addresses, NOTICE: _notices}
