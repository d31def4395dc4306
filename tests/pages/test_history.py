"""The history in sentences, and the end of the chain for everybody."""

import hashlib
import json
import re
from datetime import UTC
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from regiotafel.consultations.preparing.actions import draft
from regiotafel.history.actions import keep_inspection, record
from regiotafel.history.models import Entry, short_code
from regiotafel.history.queries import head_of, published
from regiotafel.history.rules import Act, as_pem
from regiotafel.pages.acts import ACTS, APPS, GROUPS
from regiotafel.publishing.heads.actions import tell_heads
from regiotafel.publishing.heads.queries import knot_of_history
from regiotafel.regions.acts import ORGANISATION_CHANGED, ROLE_GIVEN
from regiotafel.regions.members.actions import give_role, take_role
from regiotafel.regions.models import Membership, OrganisationKind, Reach, Region, Role
from regiotafel.regions.parties.actions import add_organisation
from regiotafel.regions.settings.actions import describe_region
from tests.factories import RegionFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src" / "regiotafel"


@pytest.fixture
def region() -> Region:
    return RegionFactory(slug="noord", name="Regio Noord")


def read(client: Client, **query: str) -> str:
    return client.get(reverse("pages:history", args=["noord"]), query).content.decode()


def test_no_two_acts_have_one_name() -> None:
    acts = [act for app in APPS for act in vars(app).values() if isinstance(act, Act)]
    assert len(acts) == len(ACTS) > 40


def test_every_act_of_every_app_is_gathered() -> None:
    named = {path.parent.name for path in SOURCE.glob("*/acts.py")} - {"pages"}
    assert {app.__name__.split(".")[1] for app in APPS} == named


def test_every_act_is_done_somewhere() -> None:
    paths = (path for name in ("actions.py", "retention.py") for path in SOURCE.rglob(name))
    done = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    names = [name for app in APPS for name, value in vars(app).items() if isinstance(value, Act)]
    # What nothing does any more stands in histories all the same.
    assert [name for name in names if not re.search(rf"\b{name}\b", done)] == ["RELEASE_ADOPTED"]


def test_every_act_can_be_found_by_a_group() -> None:
    beginnings = tuple(begin for group in GROUPS for begin in group.begins)
    # These two stand in the chain of the site itself.
    of_site = ["site.administrator_named", "account.deleted"]
    assert [act for act in ACTS if not act.startswith(beginnings)] == of_site
    assert len({group.word for group in GROUPS}) == len(GROUPS)


def test_an_act_that_could_not_be_told_is_not_done(region: Region) -> None:
    with transaction.atomic(), pytest.raises(ValueError, match=r"cannot be told without \{'after'\}"):
        record(by=None, at=timezone.now(), act=ORGANISATION_CHANGED, about=region, data={"name": "Pleegzorg"})
    with transaction.atomic(), pytest.raises(ValueError, match="role"):
        record(by=None, at=timezone.now(), act=ROLE_GIVEN, about=region, data={"user": 1})
    assert not Entry.objects.exists()


def test_acts_are_told_by_name_newest_first(client: Client, region: Region) -> None:
    roos = make_member(region, Role.EDITOR, UserFactory(name="Roos"))
    now = timezone.now()
    draft(by=roos, at=now, region=region, title="Hulp dichtbij")
    add_organisation(
        by=roos, at=now, region=region, name="Pleegzorg", kind=OrganisationKind.PROVIDER, reach=Reach.LOCAL
    )
    client.force_login(roos)
    page = read(client)
    assert "Roos begon aan de ronde “Hulp dichtbij”." in page
    assert page.index("Roos voegde de organisatie Pleegzorg toe.") < page.index("Roos begon aan")
    assert "Roos begon aan" not in read(client, over="organisaties")
    assert "Roos begon aan" in read(client, over="rondes")
    assert "Hierover staat nog niets" in read(client, over="leden")
    assert "Roos begon aan" in read(client, over="onzin")


def test_somebody_without_an_account_has_no_name_in_the_history(client: Client, region: Region) -> None:
    leaver = make_member(region, Role.EDITOR, UserFactory(name="Vertrokken Persoon"))
    describe_region(by=leaver, at=timezone.now(), region=region, name="X", about="")
    administrator = make_member(region, Role.REGION_ADMINISTRATOR, UserFactory(name="Frits"))
    given = give_role(by=administrator, at=timezone.now(), region=region, user=leaver, role=Role.CLERK)
    take_role(by=administrator, at=timezone.now(), membership=given)
    Membership.objects.filter(user=leaver).delete()
    leaver.delete()
    client.force_login(administrator)
    page = read(client)
    assert "Vertrokken" not in page
    assert "Iemand die geen account meer heeft veranderde de naam van de regio" in page
    assert "Frits gaf iemand die geen account meer heeft de rol griffier." in page


def test_words_of_people_are_never_markup(client: Client, region: Region) -> None:
    roos = make_member(region, Role.EDITOR, UserFactory(name="<script>alert(1)</script>"))
    draft(by=roos, at=timezone.now(), region=region, title="{who.password} <b>vet</b>")
    client.force_login(roos)
    page = read(client)
    assert "<script>alert" not in page
    assert "“{who.password} &lt;b&gt;vet&lt;/b&gt;”" in page


def test_an_act_of_a_later_version_does_not_break_the_page(client: Client, region: Region) -> None:
    roos = make_member(region, Role.EDITOR)
    record(
        by=roos, at=timezone.now(), act=Act("plan.measured", "{who} mat de maatregel."), about=region, region="noord"
    )
    client.force_login(roos)
    assert "plan.measured" in read(client)


def test_a_page_of_history_takes_as_many_queries_for_one_act_as_for_fifty(
    client: Client, region: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    roos = make_member(region, Role.EDITOR)
    client.force_login(roos)
    # session, person, region, standings, the end of the chain (which is the count), the last look at the whole
    # history, entries, titles
    for n in (1, 60):
        for number in range(n):
            draft(by=roos, at=timezone.now(), region=region, title=f"Ronde {n} {number}")
        with django_assert_num_queries(8):
            read(client)
    assert "pagina=2" in read(client)
    assert "Ronde 1 0" in read(client, pagina="2")
    assert "pagina=2" not in read(client, over="visie")


def test_another_region_is_not_in_it(client: Client, region: Region) -> None:
    elsewhere = RegionFactory()
    stranger = make_member(elsewhere, Role.EDITOR)
    draft(by=stranger, at=timezone.now(), region=elsewhere, title="Elders")
    client.force_login(make_member(region, Role.CLERK))
    assert "Elders" not in read(client)


def test_everybody_can_read_the_end_of_the_chain(client: Client, region: Region) -> None:
    describe_region(by=None, at=timezone.now(), region=region, name="X", about="")
    page = client.get(reverse("pages:history_head")).content.decode()
    assert head_of("noord").hash in page
    assert "De geschiedenis telt nu één regel" in page
    describe_region(by=None, at=timezone.now(), region=RegionFactory(slug="zuid"), name="Zuid", about="")
    page = client.get(reverse("pages:history_head")).content.decode()
    assert "De geschiedenis telt nu 2 regels" in page
    assert head_of("noord").hash in page
    assert head_of("zuid").hash in page


def test_the_history_of_a_region_says_where_its_own_chain_ends(client: Client, region: Region) -> None:
    describe_region(by=None, at=timezone.now(), region=region, name="X", about="")
    describe_region(by=None, at=timezone.now(), region=RegionFactory(slug="zuid"), name="Zuid", about="")
    client.force_login(make_member(region, Role.CLERK))
    page = read(client)
    assert head_of("noord").hash in page
    assert head_of("zuid").hash not in page


def test_the_chain_can_be_computed_by_hand_as_the_page_says(region: Region) -> None:
    for name in ("Een", "Twee"):
        describe_region(by=UserFactory(), at=timezone.now(), region=region, name=name, about="é")
    previous = "0" * 64
    for entry in Entry.objects.filter(region="noord").order_by("number"):
        words = json.dumps(entry.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        line = {
            "act": entry.act,
            "actor": entry.actor,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "behind": False,
            "data_hash": hashlib.sha256((entry.salt + words).encode()).hexdigest(),
            "held": entry.held,
            "number": entry.number,
            "region": entry.region,
            "subject": entry.subject,
        }
        text = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        content = hashlib.sha256(text.encode()).hexdigest()
        previous = hashlib.sha256((previous + content).encode()).hexdigest()
        assert entry.hash == previous
    assert head_of("noord").hash == previous


# --- Does it still hold? ---


def end_page(client: Client, **query: object) -> str:
    return client.get(reverse("pages:history_end", args=["noord"]), query).content.decode()


def test_anybody_reads_whether_a_number_and_code_still_hold(client: Client, region: Region) -> None:
    describe_region(by=None, at=timezone.now(), region=region, name="Regio Noord", about="Eén")
    kept = head_of("noord")
    describe_region(by=None, at=timezone.now(), region=region, name="Regio Noord", about="Twee")
    for page in ("history_head", "history_end"):
        address = reverse(f"pages:{page}", args=[] if page == "history_head" else ["noord"])
        for code in (kept.hash, short_code(kept.hash)):
            told = client.get(address, {"nummer": kept.number, "code": code}).content.decode()
            assert "Regio Noord: regel 1 heeft nog steeds deze code." in told
    assert "regel 2 heeft nu een andere code" in end_page(client, nummer=2, code=kept.hash)
    assert "er is geen regel 9." in end_page(client, nummer=9, code=kept.hash)
    Entry.objects.all().delete()
    assert "er is geen regel 1." in end_page(client, nummer=1, code=kept.hash)


@pytest.mark.parametrize(
    ("nummer", "code", "said"),
    [
        ("", "a" * 64, "Vul het nummer in dat bij de code stond."),
        ("een", "a" * 64, "Het nummer van een regel is een getal"),
        ("9" * 39, "a" * 64, "het nummer is te groot"),
        ("1", "", "Vul de code in die je hebt bewaard."),
        ("1", "abc", "Hier staan er 3."),
        ("1", "q" * 64, "Hier staat ook: q."),
    ],
)
def test_what_is_no_number_or_code_gets_a_sentence(
    client: Client, region: Region, nummer: str, code: str, said: str
) -> None:
    for address in (reverse("pages:history_head"), reverse("pages:history_end", args=["noord"])):
        response = client.get(address, {"nummer": nummer, "code": code})
        assert response.status_code == 200
        assert said in response.content.decode()


def test_the_page_tells_what_was_told_outside_and_how_to_check_it(client: Client, region: Region) -> None:
    describe_region(by=None, at=timezone.now(), region=region, name="Regio Noord", about="Eén")
    assert "De handtekening van deze site" in end_page(client)
    tell_heads(at=timezone.now())
    told = published("noord")
    page = end_page(client)
    assert told.signature in page
    assert as_pem(told.public_key).splitlines()[1] in page
    assert reverse("thread:follow", args=["noord", knot_of_history(region).pk]) in page


def test_staff_read_when_the_whole_history_was_looked_at(client: Client, region: Region) -> None:
    client.force_login(make_member(region, Role.CLERK))
    assert "is nagekeken op" not in read(client)
    keep_inspection(at=timezone.now(), n_entries=3, n_faults=0, faults=[])
    assert "Toen klopte alles." in read(client)
    keep_inspection(at=timezone.now(), n_entries=3, n_faults=1, faults=["Regio zuid: een geheim."])
    page = read(client)
    assert "Toen klopte er iets niet." in page
    assert "een geheim" not in page
