"""Who may do what. One table of data: the pages show it, every view asks it, a test holds them together."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import ProcessStep, Role

EVERYBODY = frozenset(Role)
MEMBERS = EVERYBODY - {Role.VISITOR}
STAFF = frozenset({Role.EDITOR, Role.MODERATOR, Role.CLERK, Role.REGION_ADMINISTRATOR})
WRITERS = frozenset({Role.EDITOR, Role.REGION_ADMINISTRATOR})
JUDGES = frozenset({Role.MODERATOR, Role.REGION_ADMINISTRATOR})


@dataclass(frozen=True)
class Permission:
    act: str
    what: str | Promise
    roles: frozenset[Role]


PERMISSIONS = {
    permission.act: permission
    for permission in (
        Permission("region.read", _("de pagina's van de regio lezen"), EVERYBODY),
        Permission("consultation.read", _("een gesprek lezen"), EVERYBODY),
        Permission("consultation.take_part", _("stellingen beantwoorden, zonder account"), EVERYBODY),
        Permission("statement.send_in", _("een stelling insturen"), EVERYBODY),
        Permission("outcome.read", _("de uitkomst lezen en als cijfers meenemen"), EVERYBODY),
        Permission("consultation.read_draft", _("een gesprek lezen dat nog niet open is"), STAFF),
        Permission("consultation.write", _("een gesprek maken, openen en sluiten"), WRITERS),
        Permission("statement.moderate", _("stellingen toelaten of weigeren"), JUDGES),
        Permission("moderation.read_log", _("het logboek van de moderatie lezen"), STAFF),
        Permission("invitation.make", _("uitnodigingen maken en printen"), WRITERS),
        Permission(
            "paper.enter",
            _("papieren stembiljetten printen en invoeren"),
            WRITERS | frozenset({Role.MODERATOR}),
        ),
        Permission("votes.import", _("antwoorden uit een ander systeem inlezen"), WRITERS),
        Permission("votes.export", _("antwoorden per persoon, zonder namen, als bestand meenemen"), WRITERS),
        Permission("vision.read", _("de tekst van de visie lezen, met haar geschiedenis"), EVERYBODY),
        Permission("vision.write", _("de tekst van de visie schrijven en uitgeven"), WRITERS),
        Permission("contribution.read", _("inbreng en antwoorden lezen"), EVERYBODY),
        Permission("contribution.send_in", _("iets insturen, zonder account"), EVERYBODY),
        Permission("contribution.enter_for", _("inbreng invoeren namens een tafel of een ander"), STAFF),
        Permission("contribution.moderate", _("inbreng toelaten of weigeren"), JUDGES),
        Permission("contribution.handle", _("inbreng koppelen, samenvoegen, splitsen en beantwoorden"), WRITERS),
        Permission("history.read", _("de geschiedenis van handelingen lezen"), STAFF),
        Permission("organisation.write", _("organisaties bijhouden"), WRITERS),
        Permission("member.manage", _("leden en hun rollen bijhouden"), frozenset({Role.REGION_ADMINISTRATOR})),
        Permission("region.write", _("naam, stappen en thema van de regio"), frozenset({Role.REGION_ADMINISTRATOR})),
    )
}

# A region's address stands at the root: these words are taken by pages of the installation itself.
RESERVED_SLUGS = frozenset(
    [
        "account",
        "b",
        "beheer",
        "demo",
        "inloggen",
        "geschiedenis",
        "media",
        "o",
        "over",
        "privacy",
        "profiel",
        "regios",
        "rechten",
        "sitemap",
        "static",
        "stijl",
        "thema",
        "toegankelijkheid",
        "u",
        "uitleg",
        "zoeken",
    ]
)
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


LOGO_BYTES = 100 * 1024
LOGO_PIXELS = 1000


class NotAllowed(Exception):
    """This person may not do this here."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(
            _("Dit mag jij hier niet doen. Vraag de beheerder van de regio om de juiste rol."),
        )


class SlugTaken(Exception):
    """The address cannot be a region's."""


class LastAdministrator(Exception):
    """A region keeps at least one administrator."""


class LogoRefused(Exception):
    """The file cannot be a logo."""


def check_logo(content: bytes) -> None:
    """A PNG only: an SVG can carry scripts, and cleaning one is never certain."""
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR" or len(content) < 33:
        raise LogoRefused(_("Dit is geen PNG-plaatje. Bewaar het logo als PNG en probeer het opnieuw."))
    if len(content) > LOGO_BYTES:
        raise LogoRefused(_("Het logo is te groot. Het mag hooguit 100 kB zijn."))
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if not (0 < width <= LOGO_PIXELS and 0 < height <= LOGO_PIXELS):
        raise LogoRefused(_("Het logo mag hooguit 1000 bij 1000 beeldpunten zijn."))


def is_allowed(act: str, roles: Collection[Role]) -> bool:
    return not PERMISSIONS[act].roles.isdisjoint({Role.VISITOR, *roles})


def check_slug(slug: str) -> None:
    if slug in RESERVED_SLUGS or not SLUG.fullmatch(slug):
        raise SlugTaken(_("Dit adres kan niet. Gebruik kleine letters, cijfers en streepjes, en kies een ander woord."))


def check_role_can_go(role: Role, n_administrators: int) -> None:
    if role == Role.REGION_ADMINISTRATOR and n_administrators <= 1:
        raise LastAdministrator(_("Een regio houdt altijd minstens één beheerder. Wijs eerst een ander aan."))


def step_state(step: ProcessStep, today: date) -> str:
    """`done`, `now` or `later`."""
    if step.ends_on < today:
        return "done"
    return "now" if step.starts_on <= today else "later"
