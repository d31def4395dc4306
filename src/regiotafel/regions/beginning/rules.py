"""Who gets a link to log in from who looks after the site."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from regiotafel.refused import Refused


class LoggedInBefore(Refused):
    """Who was here before gets in without help, and nobody else gets in with their account."""


class MailIsSent(Refused):
    """Where a code comes by mail, nobody but the owner of an address gets in with it."""


class HasOtherRoles(Refused):
    """Who gets into an account gets the rights of its owner, in other regions too."""


def check_needs_link(last_login: datetime | None, *, can_mail: bool, has_other_roles: bool) -> None:
    if can_mail:
        raise MailIsSent(_("Deze site kan e-mail versturen. De beheerder kan zelf een code aanvragen."))
    if last_login is not None:
        raise LoggedInBefore(_("Deze beheerder is al eens ingelogd en kan zelf een code aanvragen."))
    if has_other_roles:
        raise HasOtherRoles(
            _(
                "Deze beheerder heeft op deze site nog een andere rol. Met een link zou je die ook krijgen. Geef de "
                "regio een beheerder zonder andere rol, of stel e-mail in."
            )
        )
