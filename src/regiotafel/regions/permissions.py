"""Who may do what. One table of data: a page shows it, every view asks it, a test holds them together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from regiotafel.regions.models import Municipality, Organisation, Role

Party = Municipality | Organisation


@dataclass(frozen=True)
class Standing:
    """A role that somebody holds in a region: for themselves, or for one municipality or organisation."""

    role: Role
    municipality_id: int | None = None
    organisation_id: int | None = None

    def is_for(self, party: Party) -> bool:
        held = self.municipality_id if isinstance(party, Municipality) else self.organisation_id
        return held is not None and held == party.pk


EVERYBODY = frozenset(Role)
# Who work for one municipality, or decide there.
OF_MUNICIPALITY = frozenset({Role.OFFICIAL, Role.ALDERMAN, Role.COUNCILLOR})
MEMBERS = EVERYBODY - {Role.VISITOR}
STAFF = frozenset({Role.EDITOR, Role.MODERATOR, Role.CLERK, Role.REGION_ADMINISTRATOR})
WRITERS = frozenset({Role.EDITOR, Role.REGION_ADMINISTRATOR})
JUDGES = frozenset({Role.MODERATOR, Role.REGION_ADMINISTRATOR})


@dataclass(frozen=True)
class Permission:
    act: str
    what: str | Promise
    # Who may do this in the whole region.
    roles: frozenset[Role]
    # Who may do this only for the municipality or the organisation that they have their role for.
    own: frozenset[Role] = frozenset()


PERMISSIONS = {
    permission.act: permission
    for permission in (
        Permission("region.read", _("de pagina's van de regio lezen"), EVERYBODY),
        Permission("consultation.read", _("een ronde lezen"), EVERYBODY),
        Permission("consultation.take_part", _("stellingen beantwoorden, zonder account"), EVERYBODY),
        Permission("statement.send_in", _("een stelling insturen"), EVERYBODY),
        Permission("outcome.read", _("de uitkomst lezen en als cijfers downloaden"), EVERYBODY),
        Permission("consultation.read_draft", _("een ronde lezen die nog niet open is"), STAFF),
        Permission("consultation.write", _("een ronde maken, openen en sluiten"), WRITERS),
        Permission("statement.moderate", _("stellingen plaatsen of niet plaatsen"), JUDGES),
        Permission("moderation.read_log", _("het logboek van de moderatie lezen"), STAFF),
        Permission("invitation.make", _("uitnodigingen maken en printen"), WRITERS),
        Permission(
            "paper.enter",
            _("papieren formulieren printen en invoeren"),
            WRITERS | frozenset({Role.MODERATOR}),
        ),
        Permission("votes.import", _("antwoorden uit een ander systeem inlezen"), WRITERS),
        Permission("votes.export", _("antwoorden per persoon, zonder namen, als bestand downloaden"), WRITERS),
        Permission("thread.read", _("zien wat er bij elkaar hoort en wat waarvan komt"), EVERYBODY),
        Permission("thread.judge", _("kiezen wat bij elkaar hoort, en dat controleren als er iets verandert"), WRITERS),
        Permission("thread.follow", _("iets volgen per e-mail, zonder account"), EVERYBODY),
        Permission("vision.read", _("de tekst van de visie lezen, met de geschiedenis ervan"), EVERYBODY),
        Permission("vision.write", _("de tekst van de visie schrijven en publiceren"), WRITERS),
        Permission("proposal.make", _("wijzigingsvoorstellen en opmerkingen bij de visie doen en lezen"), MEMBERS),
        Permission("remark.hide", _("wijzigingsvoorstellen en opmerkingen bij de visie verbergen"), JUDGES),
        Permission(
            "decision.note",
            _("invullen en verbeteren wat een gemeenteraad over de visie besluit"),
            WRITERS,
            own=frozenset({Role.CLERK}),
        ),
        Permission("mandate.read", _("lezen wie waarover beslist"), EVERYBODY),
        Permission("mandate.write", _("bijhouden wie waarover beslist, en wat de wet daarover zegt"), WRITERS),
        Permission(
            "consent.note",
            _("invullen wat een gemeente besluit over een akkoord"),
            WRITERS,
            own=frozenset({Role.CLERK, Role.OFFICIAL}),
        ),
        Permission(
            "mandateround.read",
            _("een gemeenteronde lezen; wie ziet wat een gemeente invult, staat in de ronde"),
            STAFF | OF_MUNICIPALITY,
        ),
        Permission("mandateround.write", _("een gemeenteronde maken, openen en sluiten"), WRITERS),
        Permission(
            "position.fill_in",
            _("invullen wat een gemeente wil; het projectteam alleen vanaf papier"),
            WRITERS,
            own=frozenset({Role.OFFICIAL}),
        ),
        Permission(
            "offer.speak",
            _("namens een gemeente op pakketten antwoorden, en na de uitkomst punten veranderen"),
            frozenset(),
            own=WRITERS | {Role.OFFICIAL},
        ),
        Permission("plan.read", _("lezen wat er eerst komt en waarom, met de maatregelen"), EVERYBODY),
        Permission("plan.write", _("een uitvoeringsplan maken, met maatregelen en criteria"), WRITERS),
        Permission(
            "measure.score",
            _("scores geven aan maatregelen, en lezen welke scores anderen gaven"),
            WRITERS | OF_MUNICIPALITY | frozenset({Role.ORGANISATION_MEMBER}),
        ),
        Permission(
            "ballot.give",
            _("in een keuzeronde kiezen wat eerst komt, voor jezelf of namens een gemeente of organisatie"),
            frozenset({Role.RESIDENT, Role.OFFICIAL, Role.ALDERMAN, Role.ORGANISATION_MEMBER}),
        ),
        Permission(
            "progress.tell",
            _("melden hoe het gaat met een maatregel, en metingen invullen"),
            WRITERS,
            own=frozenset({Role.OFFICIAL, Role.ALDERMAN, Role.ORGANISATION_MEMBER}),
        ),
        Permission("progress.hide", _("verbergen wat er over de voortgang van een maatregel is gemeld"), JUDGES),
        Permission(
            "arrangement.read",
            _("afspraken met aanbieders lezen die nog niet openbaar zijn, en wie waar is gedetacheerd"),
            STAFF | OF_MUNICIPALITY,
        ),
        Permission("arrangement.write", _("afspraken met aanbieders en detacheringen bijhouden"), WRITERS),
        Permission(
            "prerequisite.ready",
            _("invullen dat iets klaar is wat voor een afspraak met aanbieders nodig is"),
            WRITERS,
            own=OF_MUNICIPALITY - {Role.COUNCILLOR},
        ),
        Permission("route.read", _("de planning langs de gemeenteraden lezen"), EVERYBODY),
        Permission("route.plan", _("de planning langs de gemeenteraden maken"), WRITERS),
        Permission(
            "route.write",
            _("vergaderdagen en stappen van een gemeente bijhouden"),
            WRITERS,
            own=frozenset({Role.CLERK, Role.OFFICIAL}),
        ),
        Permission(
            "paper.note",
            _("amendementen, moties en toezeggingen van een gemeenteraad bijhouden, en het raadspakket maken"),
            WRITERS,
            own=frozenset({Role.CLERK, Role.OFFICIAL, Role.ALDERMAN}),
        ),
        Permission("contribution.read", _("inbreng en antwoorden lezen"), EVERYBODY),
        Permission("contribution.send_in", _("iets insturen, zonder account"), EVERYBODY),
        Permission("contribution.enter_for", _("inbreng invoeren namens een bijeenkomst of een ander"), STAFF),
        Permission("contribution.moderate", _("reacties plaatsen of niet plaatsen"), JUDGES),
        Permission("contribution.handle", _("inbreng koppelen, samenvoegen, splitsen en beantwoorden"), WRITERS),
        Permission("desk.read", _("de pagina “Mijn werk” gebruiken"), STAFF | OF_MUNICIPALITY),
        Permission("history.read", _("het logboek lezen"), STAFF),
        Permission("organisation.write", _("organisaties bijhouden"), WRITERS),
        Permission("member.manage", _("bijhouden wie welke rol heeft"), frozenset({Role.REGION_ADMINISTRATOR})),
        Permission(
            "region.write",
            _("de regio inrichten: gemeenten, contact, privacy, stappen en thema"),
            frozenset({Role.REGION_ADMINISTRATOR}),
        ),
    )
}


def own_municipalities(standings: Collection[Standing]) -> set[int]:
    """Those that somebody works for, or decides in."""
    return {one.municipality_id for one in standings if one.municipality_id is not None}


def own_parties(standings: Collection[Standing]) -> bool:
    """Whether somebody holds a role for a municipality or an organisation."""
    return any(one.municipality_id or one.organisation_id for one in standings)


def may(act: str, standings: Collection[Standing], of: Party | None = None) -> bool:
    """May who holds these roles do this? With `of`: this, for that municipality or organisation.

    A role for one municipality gives what the role gives in the region, and besides it what is only for one's own.
    """
    permission = PERMISSIONS[act]
    # Who somebody is, is looked up only when that matters.
    if Role.VISITOR in permission.roles or permission.roles & {held.role for held in standings}:
        return True
    return of is not None and any(held.role in permission.own and held.is_for(of) for held in standings)


# In which state a thing is seen by whom: who may do one of these acts sees it. No act at all: nobody does.
SeenBy = Mapping[str, Collection[str]]


def sees(seen_by: SeenBy, state: str, standings: Collection[Standing]) -> bool:
    """The one question about whatever an address names: may who holds these roles see it in this state?"""
    return any(may(act, standings) for act in seen_by[state])
