"""Who gets a link to log in from who looks after the site."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused


class LoggedInBefore(Refused):
    """Who was here before gets in without help, and nobody else gets in with their account."""


def check_never_logged_in(last_login: datetime | None) -> None:
    if last_login is not None:
        raise LoggedInBefore(_("Deze beheerder is al eens ingelogd en kan zelf een code aanvragen."))
