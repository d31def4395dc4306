"""What consultations bring to the frame and the first page of a region."""

from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from regiotafel.consultations.queries import are_opened, unfinished_in
from regiotafel.regions.menu import MenuItem, Task, Tool, Turn
from regiotafel.regions.models import Region
from regiotafel.regions.permissions import Standing, may

MENU = (MenuItem("gesprekken", gettext_lazy("Gesprekken"), "consultations:index"),)
TOOLS = (Tool("consultation.write", gettext_lazy("Begin een gesprek"), "consultations:new"),)


def to_set_up(region: Region) -> Iterator[Task]:
    found = are_opened(region)
    if not found:
        told = _("Vraag mensen wat zij vinden. Je begint met een concept, dat alleen jullie zien.")
    elif any(found):
        told = _("Jullie hebben mensen iets gevraagd.")
    else:
        told = _("Er is een concept. Open het als alles erin staat.")
    address = "consultations:index" if found else "consultations:new"
    yield Task(_("De eerste vraag"), told, reverse(address, args=[region.slug]), any(found))


def turns(region: Region, standings: Collection[Standing]) -> Iterator[Turn]:
    """Statements that wait for a moderator, longest first; and drafts."""
    may_moderate, may_write = (may(act, standings) for act in ("statement.moderate", "consultation.write"))
    for one in unfinished_in(region) if may_moderate or may_write else ():
        address = [region.slug, one.consultation.slug]
        if one.n_waiting and may_moderate:
            sentence = ngettext(
                "Eén stelling wacht op jou in “%(title)s”",
                "%(n)d stellingen wachten op jou in “%(title)s”",
                one.n_waiting,
            )
            url = reverse("consultations:moderation_queue", args=address)
            yield Turn(sentence % {"n": one.n_waiting, "title": one.consultation}, url)
        if one.consultation.opened_at is None and may_write:
            sentence = _("“%(title)s” is nog niet open")
            url = reverse("consultations:edit", args=address)
            yield Turn(sentence % {"title": one.consultation}, url, is_awaited=False)
