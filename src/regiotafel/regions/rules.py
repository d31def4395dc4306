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

# How the history of a region tells each act. What stands in braces comes from the entry itself.
ACTS: dict[str, str | Promise] = {
    "region.opened": _("{who} opende de regio {name}."),
    "region.described": _("{who} veranderde de naam van de regio of de tekst erover."),
    "region.steps_planned": _("{who} legde de stappen van het proces vast."),
    "region.theme_set": _("{who} veranderde het thema van de regio."),
    "region.municipality_added": _("{who} voegde de gemeente {municipality} toe."),
    "organisation.added": _("{who} voegde de organisatie {name} toe."),
    "organisation.changed": _("{who} veranderde de gegevens van {after[name]}."),
    "member.role_given": _("{who} gaf {person} de rol {role}."),
    "member.role_taken": _("{who} trok de rol {role} van {person} in."),
    "consultation.drafted": _("{who} begon aan het gesprek “{title}”."),
    "consultation.changed": _("{who} veranderde het gesprek {subject}."),
    "consultation.benchmark_set": _("{who} vulde bij het gesprek {subject} in hoeveel mensen er zijn."),
    "consultation.opened": _("{who} opende het gesprek {subject}."),
    "consultation.closed": _("{who} sloot het gesprek {subject}."),
    "statement.added": _("{who} voegde een stelling toe: “{text}”"),
    "statement.mended": _("{who} verbeterde de tekst van een stelling waar nog niemand op had geantwoord."),
    "statement.accepted": _("{who} liet een ingestuurde stelling toe."),
    "statement.refused": _("{who} liet een ingestuurde stelling niet toe."),
    "statement.replaced": _("{who} verving een stelling door: “{text}”"),
    "invitations.made": _("{who} maakte {number} uitnodigingen voor het gesprek {subject}."),
    "invitations.withdrawn": _("{who} trok {number} uitnodigingen in voor het gesprek {subject}."),
    "table.planned": _("{who} zette de bijeenkomst {name} klaar."),
    "table.ballots_entered": _("{who} voerde papieren stembiljetten in."),
    "votes.imported": _("{who} las antwoorden in uit een ander systeem."),
    "document.drafted": _("{who} begon aan de tekst “{document}”."),
    "section.added": _("{who} voegde aan “{document}” het hoofdstuk “{title}” toe."),
    "passage.added": _("{who} schreef passage {number} van “{document}”. Reden: {reason}"),
    "passage.reworded": _("{who} gaf passage {number} van “{document}” andere woorden. Reden: {reason}"),
    "passage.moved": _("{who} verplaatste passage {number} van “{document}” naar het hoofdstuk “{section}”."),
    "section.changed": _("{who} veranderde in “{document}” het hoofdstuk “{title}”."),
    "passage.brought_back": _("{who} zette passage {number} weer in “{document}”. Reden: {reason}"),
    "passage.retired": _("{who} liet passage {number} van “{document}” vervallen. Reden: {reason}"),
    "release.made": _("{who} gaf versie {number} van “{document}” uit: {name}."),
    "release.adopted": _("{who} legde vast dat versie {number} van “{document}” is vastgesteld."),
    "contribution.entered": _("{who} voerde inbreng {number} in voor een ander."),
    "contribution.accepted": _("{who} liet inbreng {number} toe."),
    "contribution.refused": _("{who} liet inbreng {number} niet toe."),
    "contribution.withdrawn": _("De inzender trok inbreng {number} in."),
    "contribution.merged": _("{who} maakte van inbreng {others} samen inbreng {number}."),
    "contribution.split": _("{who} splitste inbreng {number} in {others}."),
    "link.confirmed": _("{who} koppelde {what} aan passage {passage}."),
    "link.rejected": _("{who} vond dat {what} niet bij passage {passage} hoort."),
    "link.cleared": _("{who} keek {what} na bij de nieuwe woorden van passage {passage}."),
    "answer.given": _("{who} gaf antwoord op {what}."),
    "answer.improved": _("{who} verbeterde het antwoord op {what}."),
    "finding.taken": _("{who} nam stelling {number} van “{title}” mee naar de tekst."),
    "account.deleted": _("{who} verwijderde het eigen account."),
}
# What somebody can look for in the history: the word in the address, what it is called, how its acts begin.
ACT_GROUPS: tuple[tuple[str, str | Promise, tuple[str, ...]], ...] = (
    ("gesprekken", _("gesprekken"), ("consultation.", "votes.")),
    ("stellingen", _("stellingen"), ("statement.",)),
    ("visie", _("de tekst van de visie"), ("document.", "section.", "passage.", "release.")),
    ("uitnodigingen", _("uitnodigingen en bijeenkomsten"), ("invitations.", "table.")),
    ("partijen", _("partijen"), ("organisation.", "region.municipality_added")),
    ("inbreng", _("inbreng en antwoorden"), ("contribution.", "link.", "answer.", "finding.")),
    ("leden", _("leden en rollen"), ("member.",)),
    ("regio", _("de regio zelf"), ("region.",)),
)

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
