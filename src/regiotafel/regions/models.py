from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from regiotafel.columns import InOrder, Line, Once, Sought, ToFind, Words
from regiotafel.history.models import Draft, Sealed

# --- Reference data: the youth regions and municipalities of the country, as they are published ---


class ReferenceRelease(models.Model):
    """One edition of the list of regions and municipalities, with where it comes from."""

    name = Line(max_length=40, unique=True)
    source = Words()
    checked_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    checksum = models.CharField(max_length=64)

    class Meta:
        ordering = ("-valid_from",)

    def __str__(self) -> str:
        return self.name


class YouthRegion(Sought):
    """One of the youth regions in the law (jeugdregio)."""

    release = models.ForeignKey(ReferenceRelease, on_delete=models.CASCADE, related_name="youth_regions")
    name = Line(max_length=100)
    in_order = InOrder("name")
    slug = models.SlugField(max_length=60)
    cbs_codes = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ("in_order", "pk")
        constraints = (models.UniqueConstraint(fields=["release", "slug"], name="youth_region_once_per_release"),)

    def __str__(self) -> str:
        return self.name


class Evidence(models.TextChoices):
    VERIFIED = "verified", _("gecontroleerd: gemeente volgens CBS, naam van de regio volgens de wet")
    UNSURE = "unsure", _("nog niet zeker: de bijlage bij de wet is niet gezien")
    INVENTED = "invented", _("verzonnen")


class Mark(models.TextChoices):
    """How sure it is what the law says. Only what was seen in the text of the law binds."""

    VERIFIED = "verified", _("gezien in de wettekst")
    OLDER = "older", _("gezien in een oudere wettekst")
    DERIVED = "derived", _("afgeleid uit de wettekst")
    SECONDARY = "secondary", _("uit een andere bron dan de wet")
    UNVERIFIED = "unverified", _("nog niet gecontroleerd")


class Municipality(Sought):
    """A municipality. The invented ones of the example region have no CBS code."""

    gm_code = models.CharField(max_length=6, unique=True, null=True, blank=True)
    name = Line(max_length=100)
    official_name = Line(max_length=100, blank=True)
    found_by = ToFind("name", "official_name")
    in_order = InOrder("name")
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("in_order", "pk")
        verbose_name_plural = "municipalities"
        constraints = (
            models.CheckConstraint(
                condition=Q(gm_code__isnull=False) | Q(evidence="invented"), name="real_municipality_has_code"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Placement(models.Model):
    """Which youth region a municipality belongs to, in one release, and how sure that is."""

    release = models.ForeignKey(ReferenceRelease, on_delete=models.CASCADE, related_name="placements")
    youth_region = models.ForeignKey(YouthRegion, on_delete=models.CASCADE, related_name="placements")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="placements")
    evidence = models.CharField(max_length=10, choices=Evidence.choices)
    note = Words(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["release", "municipality"], name="one_place_per_release"),)

    def __str__(self) -> str:
        return f"{self.municipality} in {self.youth_region}"


# --- A region that works with Regiotafel ---


class SchoolPart(models.TextChoices):
    """The parts of the country in which schools have their holidays: regeling vaststelling schoolvakanties."""

    NORTH = "noord", _("regio Noord")
    MIDDLE = "midden", _("regio Midden")
    SOUTH = "zuid", _("regio Zuid")


class Region(Sought):
    """A region with a table of its own in this installation: everything below it belongs to it."""

    slug = models.SlugField(max_length=60, unique=True)
    name = Line(_("naam"), max_length=100)
    in_order = InOrder("name")
    about = Words(_("over deze regio"), blank=True)
    youth_region_name = Line(max_length=100, blank=True)
    is_invented = models.BooleanField(default=False)
    theme = models.TextField(_("thema"), blank=True)
    theme_version = models.PositiveIntegerField(default=0)
    # Words of the menu: parts of the site that a region begins with some day. Nothing is begun twice or ended.
    parts = models.JSONField(default=list, blank=True)
    # Whose site this is and how they are reached: on every page of the region, and in its mail.
    sender = Line(_("afzender"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    contact_phone = Line(_("telefoonnummer"), max_length=40, blank=True)
    # Who answers for the personal data: the controller of the law on privacy, and its data protection officer (FG).
    controller = Line(_("verantwoordelijk voor de gegevens"), max_length=300, blank=True)
    privacy_officer = Line(_("functionaris gegevensbescherming"), max_length=200, blank=True)
    privacy_email = models.EmailField(_("e-mailadres voor vragen over gegevens"), blank=True)
    # In its own words, beside what the page about privacy says of every region: why it may, and who else gets data.
    legal_ground = Words(_("waarom dit mag"), max_length=1000, blank=True)
    recipients = Words(_("wie de gegevens krijgt"), max_length=1000, blank=True)
    # Within how many weeks its members answer what people send in. None: they promise nothing.
    answer_weeks = models.PositiveSmallIntegerField(
        _("binnen hoeveel weken krijgt iemand antwoord"), null=True, blank=True
    )
    # A new text of a passage is published by somebody else than who wrote it.
    second_reader = models.BooleanField(_("een tweede lezer"), default=False)
    # Of the three parts of the country in which schools have their holidays. Nothing: nobody said so yet.
    school_part = models.CharField(_("schoolvakanties"), max_length=10, choices=SchoolPart.choices, blank=True)
    # When its councils do not meet, a line each: `regions.rules.periods_in` reads them.
    recess = Words(_("vrije periodes"), max_length=2000, blank=True)

    sealed = Sealed(
        "slug name about youth_region_name is_invented theme theme_version parts"
        " sender contact_email contact_phone controller privacy_officer privacy_email legal_ground recipients"
        " answer_weeks second_reader school_part recess"
    )

    class Meta:
        ordering = ("in_order", "pk")

    def __str__(self) -> str:
        return self.name


class ProcessStep(models.Model):
    """One step on the way to the vision, shown to everybody: where are we?"""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = Line(_("stap"), max_length=60)
    explanation = Words(_("wat gebeurt er dan"), max_length=300, blank=True)
    starts_on = models.DateField(_("begint op"))
    ends_on = models.DateField(_("loopt tot en met"))

    sealed = Sealed("region position name explanation starts_on ends_on")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["region", "position"], name="one_step_per_position"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="step_ends_after_start"),
        )

    def __str__(self) -> str:
        return self.name


class SubRegion(Sought):
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="sub_regions")
    name = Line(_("naam"), max_length=100)
    once = Once("name")
    in_order = InOrder("name")

    sealed = Sealed("region name")

    class Meta:
        ordering = ("in_order", "pk")
        constraints = (models.UniqueConstraint(fields=["region", "once"], name="sub_region_once"),)

    def __str__(self) -> str:
        return self.name


class HasLogo(models.Model):
    # A sum of its picture, which is its name in the storage and in its address. Empty: there is none.
    logo = models.SlugField(_("logo"), max_length=20, blank=True, db_index=False)

    class Meta:
        abstract = True


class RegionMunicipality(HasLogo):
    """A municipality takes part in a region."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships_of_municipalities")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="in_regions")
    sub_region = models.ForeignKey(
        SubRegion, null=True, blank=True, on_delete=models.SET_NULL, related_name="municipalities"
    )
    n_young_people = models.PositiveIntegerField(_("inwoners jonger dan 23"), null=True, blank=True)
    # All of them, and whose count that is: a package of levels can be weighed by people.
    n_people = models.PositiveIntegerField(_("inwoners"), null=True, blank=True)
    people_from = Line(_("bron en jaar van het aantal inwoners"), max_length=150, blank=True)
    # Where somebody who lives there turns to with a question: what it is called, and how to reach it.
    access_point = Words(_("waar je terechtkunt met een vraag over jeugdhulp"), blank=True)
    access_url = Line(_("website van de toegang"), max_length=300, blank=True)
    access_phone = Line(_("telefoonnummer van de toegang"), max_length=40, blank=True)
    council_decides_on = models.DateField(_("dag waarop de gemeenteraad beslist"), null=True, blank=True)

    sealed = Sealed(
        "region municipality sub_region n_young_people n_people people_from access_point access_url access_phone "
        "council_decides_on logo"
    )

    class Meta:
        ordering = ("municipality__in_order", "pk")
        constraints = (models.UniqueConstraint(fields=["region", "municipality"], name="municipality_once_per_region"),)

    def __str__(self) -> str:
        return f"{self.municipality} in {self.region}"

    @property
    def name(self) -> str:
        return self.municipality.name

    @property
    def has_access_point(self) -> bool:
        return bool(self.access_point or self.access_url or self.access_phone)


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("gemeente")
    PROVIDER = "provider", _("jeugdhulpaanbieder")
    CERTIFIED_INSTITUTION = "certified_institution", _("gecertificeerde instelling")
    LOCAL_TEAM = "local_team", _("lokaal team")
    SCHOOL_PARTNERSHIP = "school_partnership", _("samenwerkingsverband van scholen")
    GP_GROUP = "gp_group", _("huisartsen")
    YOUTH_HEALTH = "youth_health", _("jeugdgezondheidszorg")
    CLIENT_ORGANISATION = "client_organisation", _("cliëntenorganisatie")
    ADVISORY_COUNCIL = "advisory_council", _("adviesraad")
    YOUTH_COUNCIL = "youth_council", _("jongerenraad")
    EXPERT_TEAM = "expert_team", _("regionaal expertteam")
    NATIONAL_ORGANISATION = "national_organisation", _("landelijke organisatie")
    OTHER = "other", _("andere organisatie")


class Reach(models.TextChoices):
    LOCAL = "local", _("lokaal")
    REGIONAL = "regional", _("regionaal")
    NATIONAL = "national", _("landelijk")


class Organisation(HasLogo, Sought):
    """A party in the region: a provider, a client organisation, an advisory council …"""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="organisations")
    name = Line(_("naam"), max_length=150)
    kind = models.CharField(_("soort"), max_length=30, choices=OrganisationKind.choices)
    reach = models.CharField(_("werkgebied"), max_length=10, choices=Reach.choices)
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations"
    )
    about = Words(_("wat doet de organisatie"), max_length=300, blank=True)
    # Only when the organisation wants to be reached by anybody.
    website = Line(_("website"), max_length=300, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    found_by = ToFind("name", "about")
    once = Once("name")
    in_order = InOrder("name")

    sealed = Sealed("region name kind reach municipality about website contact_email logo")

    class Meta:
        ordering = ("in_order", "pk")
        constraints = (models.UniqueConstraint(fields=["region", "once"], name="organisation_once_per_region"),)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What somebody is in a region. VISITOR is everybody, logged in or not, and is never stored."""

    VISITOR = "visitor", _("bezoeker")
    RESIDENT = "resident", _("inwoner")
    ORGANISATION_MEMBER = "organisation_member", _("lid van een organisatie")
    EDITOR = "editor", _("beleidsmedewerker")
    OFFICIAL = "official", _("ambtenaar van een gemeente")
    ALDERMAN = "alderman", _("wethouder")
    COUNCILLOR = "councillor", _("raadslid")
    MODERATOR = "moderator", _("moderator")
    CLERK = "clerk", _("griffier")
    REGION_ADMINISTRATOR = "region_administrator", _("beheerder van de regio")


class SiteAdministrator(models.Model):
    """Looks after the installation, not after a region: begins regions. Named by who runs the machine."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks_after_site")
    since = models.DateTimeField()

    sealed = Sealed("user since")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.user)


class OwnDraft(Draft):
    """What one person is writing in a form that makes something new. Only they see it, until they send it."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The address of the form, and what it is called on the desk.
    place = Line(max_length=200)
    name = Line(max_length=200)

    class Meta(Draft.Meta):
        constraints = (models.UniqueConstraint(fields=["by", "place"], name="own_draft_once_per_place"),)

    def __str__(self) -> str:
        return f"concept: {self.name}"


class Membership(models.Model):
    """Somebody has a role in a region: for themselves, or for one municipality or organisation in it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("rol"), max_length=30, choices=[c for c in Role.choices if c[0] != "visitor"])
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    since = models.DateTimeField()

    sealed = Sealed("user region role municipality organisation since")

    class Meta:
        ordering = ("region", "user", "role")
        constraints = (
            models.UniqueConstraint(
                fields=["user", "region", "role"],
                condition=Q(municipality__isnull=True, organisation__isnull=True),
                name="one_membership_for_oneself",
            ),
            models.UniqueConstraint(
                fields=["user", "region", "role", "municipality"],
                condition=Q(municipality__isnull=False),
                name="one_membership_per_municipality",
            ),
            models.UniqueConstraint(
                fields=["user", "region", "role", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_membership_per_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(role="organisation_member") | Q(organisation__isnull=False),
                name="organisation_member_has_organisation",
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | Q(organisation__isnull=True),
                name="membership_for_one_party",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} in {self.region}"

    @property
    def party(self) -> Municipality | Organisation | None:
        """For whom somebody has the role, when it is not for themselves."""
        return self.municipality or self.organisation
