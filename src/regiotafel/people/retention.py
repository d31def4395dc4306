"""What we keep about who has an account, and in the tables of the libraries that log somebody in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from regiotafel.terms import Clean, Fields, Term, about_nobody

ACCOUNT = Term(
    _("Je account: e-mailadres, naam, rollen, passkeys en wanneer je het laatst inlogde"),
    _("tot je het verwijdert, of tot drie jaar nadat je het laatst inlogde"),
    _("We verwijderen het account. Is een regio zonder jou zonder beheerder, dan wachten we daarmee."),
    timedelta(days=3 * 365),
)
SESSION = Term(
    _("Dat je ingelogd bent"),
    _("14 dagen, of tot je uitlogt"),
    _("We gooien het weg."),
    timedelta(0),
)
TERMS = (ACCOUNT, SESSION)

FIELDS: Mapping[str, Fields] = {
    "people.User": Fields(
        "id password is_superuser is_active",  # the password is one that fits nothing
        {ACCOUNT: "email name in_order last_login joined_at mark"},
    ),
    "people.User_groups": Fields("id group", {ACCOUNT: "user"}),
    "people.User_user_permissions": Fields("id permission", {ACCOUNT: "user"}),
    "auth.Permission": about_nobody("id name content_type codename"),
    "auth.Group": about_nobody("id name"),
    "auth.Group_permissions": about_nobody("id group permission"),
    "contenttypes.ContentType": about_nobody("id app_label model"),
    "sessions.Session": Fields("expire_date", {SESSION: "session_key session_data"}),
    "account.EmailAddress": Fields("id verified primary", {ACCOUNT: "user email"}),
    "account.EmailConfirmation": Fields("id created sent", {ACCOUNT: "email_address key"}),
    "mfa.Authenticator": Fields("id type", {ACCOUNT: "user data created_at last_used_at"}),
}


def _sessions(at: datetime, before: datetime) -> int:
    return Session.objects.filter(expire_date__lt=before).delete()[0]


# Accounts are cleaned by `regions`: a region without an administrator keeps one.
CLEANING: Mapping[Term, Clean] = {SESSION: _sessions}
