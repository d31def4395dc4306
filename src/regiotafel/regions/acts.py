"""What members do to a region and its parties, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

REGION_OPENED = Act("region.opened", _("{who} opende de regio {name}."))
REGION_DESCRIBED = Act("region.described", _("{who} veranderde de naam van de regio of de tekst erover."))
CONTACT_SET = Act("region.contact_set", _("{who} vulde in van wie de site is en hoe mensen de regio bereiken."))
RESPONSIBLE_NAMED = Act("region.responsible_named", _("{who} vulde in wie verantwoordelijk is voor de gegevens."))
WORK_AGREED = Act("region.work_agreed", _("{who} veranderde de werkafspraken van de regio."))
STEPS_PLANNED = Act("region.steps_planned", _("{who} legde de stappen van het proces vast."))
THEME_SET = Act("region.theme_set", _("{who} veranderde het thema van de regio."))
MUNICIPALITY_ADDED = Act("region.municipality_added", _("{who} voegde de gemeente {municipality} toe."))
MUNICIPALITY_CHANGED = Act(
    "region.municipality_changed", _("{who} veranderde de gegevens van de gemeente {municipality}.")
)
MUNICIPALITY_LEFT = Act("region.municipality_left", _("{who} haalde de gemeente {municipality} uit de regio."))
SUB_REGION_SET = Act("region.sub_region_set", _("{who} legde vast welke gemeenten bij de deelregio {name} horen."))
SUB_REGION_REMOVED = Act("region.sub_region_removed", _("{who} haalde de deelregio {name} weg."))
ORGANISATION_ADDED = Act("organisation.added", _("{who} voegde de organisatie {name} toe."))
ORGANISATION_CHANGED = Act("organisation.changed", _("{who} veranderde de gegevens van {after[name]}."))
LOGO_CHANGED = Act("organisation.logo_changed", _("{who} veranderde het logo van {name}."))
FIRST_LINK_MADE = Act(
    "member.first_link_made", _("{who} maakte voor een beheerder van deze regio een link om in te loggen.")
)
ROLE_GIVEN = Act("member.role_given", _("{who} gaf {person} de rol {role}."))
ROLE_GIVEN_FOR = Act("member.role_given_for", _("{who} gaf {person} de rol {role} voor {party}."))
ROLE_TAKEN = Act("member.role_taken", _("{who} trok de rol {role} van {person} in."))
ROLE_TAKEN_FOR = Act("member.role_taken_for", _("{who} trok de rol {role} voor {party} van {person} in."))
SITE_ADMINISTRATOR_NAMED = Act("site.administrator_named", _("{who} maakte {person} beheerder van de site."))
ACCOUNT_DELETED = Act("account.deleted", _("{who} verwijderde het eigen account."))

GROUPS = (
    ActGroup(
        "organisaties",
        _("gemeenten en organisaties"),
        ("organisation.", "region.municipality_", "region.sub_region_"),
    ),
    ActGroup("leden", _("mensen en rollen"), ("member.",)),
    ActGroup("regio", _("de regio zelf"), ("region.",)),
)
