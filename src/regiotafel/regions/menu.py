"""What an app brings to the frame and the first page of a region, said in its own `menu.py`. `pages` gathers it.

- `MENU`: its links in the header;
- `TOOLS`: what a member can begin from the first page;
- `turns(region, standings)`: what waits there for who holds these roles.
"""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import Region


@dataclass(frozen=True)
class MenuItem:
    """A link in the header. `word`: what a page below it gives as `here`. `address`: its name; it takes the region."""

    word: str
    name: str | Promise
    address: str
    # Only in a region that has begun with it: `regions.actions.begin_part`, with this word.
    from_its_beginning: bool = False

    def is_shown(self, region: Region) -> bool:
        return not self.from_its_beginning or self.word in region.parts


@dataclass(frozen=True)
class Tool:
    act: str
    name: str | Promise
    address: str


@dataclass(frozen=True)
class Turn:
    """Something that waits for a member."""

    name: str
    url: str
    # Other people wait for it too, so it comes first.
    is_awaited: bool = True


MENU = (MenuItem("partijen", _("Wie doen mee"), "regions:parties"),)
TOOLS = (
    Tool("organisation.write", _("Voeg een organisatie toe"), "regions:new_organisation"),
    Tool("member.manage", _("Leden en rollen"), "regions:members"),
    Tool("region.write", _("Instellingen van de regio"), "regions:settings"),
)
SETTINGS = (
    ("settings", _("Naam en tekst")),
    ("places", _("Gemeenten")),
    ("contact", _("Contact")),
    ("responsible", _("Privacy")),
    ("steps", _("Stappen")),
    ("theme", _("Thema")),
)


def settings_tabs(region: Region, current: str) -> list[dict[str, Any]]:
    """The pages on which a region is arranged, one beside the other."""
    return [
        {"name": name, "url": reverse(f"regions:{word}", args=[region.slug]), "is_current": word == current}
        for word, name in SETTINGS
    ]
