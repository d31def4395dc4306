"""How the page of the site finds whom a link is made for."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.access import NOBODY, behind_its_door, shown
from regiotafel.regions.beginning.queries import administrator_in
from regiotafel.regions.models import Membership
from regiotafel.web.fields import number_of


def load_administrator(request: HttpRequest) -> Membership:
    number = number_of(request.POST.get("membership", ""))
    found = administrator_in(number) if number is not None else None
    return shown(found, NOBODY, behind_its_door, _("Deze beheerder is er niet (meer)."))
