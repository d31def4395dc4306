"""The acts of members as sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from regiotafel.consultations.acts import CONSULTATION_DRAFTED
from regiotafel.history.models import Entry, short_code
from regiotafel.history.queries import entries_of_region, heads
from regiotafel.pages.acts import ACTS, GROUPS
from regiotafel.people.models import User
from regiotafel.regions.models import Region, Role


@dataclass(frozen=True)
class ActInWords:
    """An entry of the history as a sentence."""

    number: int
    at: datetime
    sentence: str
    hash: str


@dataclass(frozen=True)
class Chain:
    """The end of one chain of acts: whose it is, in words, and how long it is now."""

    name: str
    slug: str
    number: int
    hash: str

    @property
    def short(self) -> str:
        return short_code(self.hash)


def chains() -> list[Chain]:
    """Of every region by name, and of the site itself. Two queries."""
    ends = {end.region: end for end in heads()}
    names = [(region.slug, region.name) for region in Region.objects.filter(slug__in=ends).order_by("in_order", "pk")]
    names += [("", _("De site zelf"))] if "" in ends else []
    return [Chain(name, slug, ends[slug].number, ends[slug].hash) for slug, name in names]


def acts_of(region: Region, group: str = "") -> QuerySet[Entry]:
    """The acts in a region, newest first; of one group when that is asked."""
    found = entries_of_region(region.slug)
    begins = next((one.begins for one in GROUPS if one.word == group), ())
    if begins:
        wanted = Q()
        for begin in begins:
            wanted |= Q(act__startswith=begin)
        found = found.filter(wanted)
    return found


def tell(entries: Sequence[Entry]) -> list[ActInWords]:
    """Sentences for these entries: two queries, however many there are."""
    people = User.objects.in_bulk([int(entry.data["user"]) for entry in entries if entry.data.get("user")])
    titles = _titles_of(entry.subject for entry in entries)
    return [
        ActInWords(entry.number, entry.at, _sentence(entry, people, titles.get(entry.subject, "")), entry.hash)
        for entry in entries
    ]


def _titles_of(subjects: Iterable[str]) -> dict[str, str]:
    """What a consultation was called when it was begun: the history itself knows."""
    begun = Entry.objects.filter(act=CONSULTATION_DRAFTED.name, subject__in=set(subjects))
    return {subject: data["title"] for subject, data in begun.values_list("subject", "data") if "title" in data}


def _sentence(entry: Entry, people: dict[int, User], title: str) -> str:
    gone = _("Iemand die geen account meer heeft")
    person = people.get(entry.data.get("user") or 0)
    role = entry.data.get("role", "")
    words = {
        **entry.data,
        "who": str(entry.by) if entry.by else (_("Het systeem") if entry.actor == "system" else gone),
        "person": str(person) if person else gone.lower(),
        "role": Role(role).label if role in Role.values else role,
        "subject": f"“{title}”" if title else "",
    }
    try:
        return str(ACTS[entry.act].told).format_map(words)
    except (KeyError, TypeError):
        return _("%(who)s deed iets dat deze versie niet kent (%(act)s).") % {"who": words["who"], "act": entry.act}
