"""Rows for tests, the shortest way. Acts go through the real actions wherever the test is about an act."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from regiotafel.consultations.models import (
    Channel,
    Consultation,
    Level,
    PaperTable,
    Participant,
    Point,
    Source,
    Statement,
    StatementState,
)
from regiotafel.people.models import User
from regiotafel.regions.models import Evidence, Membership, Municipality, Organisation, Region, Role
from regiotafel.tables.models import Meeting
from regiotafel.thread.models import Knot
from regiotafel.thread.rules import KnotKind

THING = KnotKind("thing", "dingen", "{it}", route="pages:region_home")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"lid{n}@example.org")
    name = factory.Sequence(lambda n: f"Lid {n}")
    # As the real ones: nobody has a password.
    password = factory.LazyFunction(lambda: make_password(None))


class RegionFactory(factory.django.DjangoModelFactory[Region]):
    class Meta:
        model = Region

    slug = factory.Sequence(lambda n: f"regio-{n}")
    name = factory.Sequence(lambda n: f"Regio {n}")
    sender = "de gemeenten van de regio"
    contact_email = "regio@example.org"


class MunicipalityFactory(factory.django.DjangoModelFactory[Municipality]):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Verzonnen {n}")
    evidence = Evidence.INVENTED


class OrganisationFactory(factory.django.DjangoModelFactory[Organisation]):
    class Meta:
        model = Organisation

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Organisatie {n}")
    kind = "provider"
    reach = "regional"


class KnotFactory(factory.django.DjangoModelFactory[Knot]):
    """Something that stands on the thread, of no kind in particular."""

    class Meta:
        model = Knot

    region = factory.SubFactory(RegionFactory)
    kind = THING.code
    title = factory.Sequence(lambda n: f"ding {n}")
    route = THING.route


class ConsultationFactory(factory.django.DjangoModelFactory[Consultation]):
    """A consultation that runs now, with everything that it must have."""

    class Meta:
        model = Consultation
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    slug = factory.Sequence(lambda n: f"ronde-{n}")
    title = "Hulp dichtbij"
    question = "Wat moet dichtbij geregeld worden, en wat samen?"
    introduction = "We maken samen een visie."
    level = Level.ADVISE
    promise = "Jullie advies weegt zwaar."
    audience = "Iedereen in de regio"
    decided_by = "De twaalf gemeenteraden"
    decided_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=90))
    answer_by = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=60))
    # Tests of the rule itself say so.
    results_after_answers = False
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))
    opened_at = factory.LazyAttribute(lambda o: o.opens_at)
    created_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=10))

    @factory.post_generation
    def points(self: Consultation, create: bool, extracted: Any, **kwargs: Any) -> None:  # type: ignore[misc]
        if create:
            Point.objects.create(consultation=self, kind="fixed", position=1, text="Het budget", why="De raad besloot.")
            Point.objects.create(consultation=self, kind="open", position=2, text="Waar de hulp is")


class ParticipantFactory(factory.django.DjangoModelFactory[Participant]):
    class Meta:
        model = Participant

    consultation = factory.SubFactory(ConsultationFactory)
    channel = Channel.SITE


class MeetingFactory(factory.django.DjangoModelFactory[Meeting]):
    class Meta:
        model = Meeting

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda n: f"Avond {n}")
    held_on = factory.LazyFunction(timezone.localdate)


class PaperTableFactory(factory.django.DjangoModelFactory[PaperTable]):
    """A meeting with ballots of one consultation."""

    class Meta:
        model = PaperTable

    consultation = factory.SubFactory(ConsultationFactory)
    meeting = factory.SubFactory(MeetingFactory, region=factory.SelfAttribute("..consultation.region"))


class StatementFactory(factory.django.DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    consultation = factory.SubFactory(ConsultationFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Hulp hoort binnen {n} minuten fietsen te zijn.")
    source = Source.SEED
    state = StatementState.ACCEPTED
    sent_in_at = factory.LazyFunction(timezone.now)


def make_member(
    region: Region,
    role: Role,
    user: User | None = None,
    organisation: Organisation | None = None,
    municipality: Municipality | None = None,
) -> User:
    """A user who has this role in this region. A visitor is a user without any role."""
    user = user or UserFactory()
    if role != Role.VISITOR:
        if role == Role.ORGANISATION_MEMBER and organisation is None:
            organisation = OrganisationFactory(region=region)
        Membership.objects.create(
            user=user,
            region=region,
            role=role,
            organisation=organisation,
            municipality=municipality,
            since=timezone.now(),
        )
    return user
