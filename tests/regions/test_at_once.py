"""Several members at the same moment, each with a connection of their own: nobody writes over what they did not see."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.members.actions import give_role, name_site_administrator
from regiotafel.regions.models import Membership, Organisation, OrganisationKind, Reach, Region, Role
from regiotafel.regions.parties.actions import add_municipality, add_organisation, change_organisation
from regiotafel.regions.parties.rules import TakesNoPart, seen_of_organisation
from regiotafel.regions.places.actions import let_municipality_leave
from regiotafel.regions.places.rules import StillNeeded
from regiotafel.regions.reference.actions import load_reference
from regiotafel.regions.rules import NameTaken
from regiotafel.regions.settings.actions import StepText, describe_region, plan_steps
from regiotafel.regions.settings.forms import steps_of
from regiotafel.regions.settings.queries import planned_steps
from regiotafel.regions.settings.rules import seen_of_region, seen_of_steps
from regiotafel.regions.theme.actions import set_theme
from tests.at_once import N_AT_ONCE, together
from tests.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, UserFactory, make_member
from tests.forms import hidden

NOW = timezone.now()


def of(results: list[object], kind: type) -> int:
    return sum(isinstance(result, kind) for result in results)


@pytest.mark.django_db(transaction=True)
def test_of_those_who_started_from_the_same_settings_one_saves_and_all_others_read_theirs() -> None:
    region = RegionFactory(name="Noord", about="")
    seen = seen_of_region(region)

    def save(number: int) -> None:
        mine = Region.objects.get(pk=region.pk)
        describe_region(by=None, at=NOW, region=mine, name=f"Noord {number}", about="", seen=seen)

    results = together(save)
    assert (of(results, ChangedMeanwhile), results.count(None)) == (N_AT_ONCE - 1, 1), results
    kept = Region.objects.get(pk=region.pk)
    assert {result.theirs.name for result in results if isinstance(result, ChangedMeanwhile)} == {kept.name}
    assert Entry.objects.filter(act="region.described").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_those_who_plan_the_steps_at_once_one_saves() -> None:
    region = RegionFactory()
    seen = seen_of_steps(planned_steps(region))

    def save(number: int) -> None:
        step = StepText(name=f"Stap {number}", explanation="", starts_on=date(2027, 1, 1), ends_on=date(2027, 2, 1))
        plan_steps(by=None, at=NOW, region=region, steps=[step], seen=seen)

    results = together(save)
    assert (of(results, ChangedMeanwhile), results.count(None)) == (N_AT_ONCE - 1, 1), results
    assert region.steps.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_those_who_change_an_organisation_or_the_theme_at_once_one_saves() -> None:
    organisation = OrganisationFactory()
    seen = seen_of_organisation(organisation)

    def change(number: int) -> None:
        mine = Organisation.objects.get(pk=organisation.pk)
        values = {"kind": OrganisationKind.PROVIDER, "reach": Reach.REGIONAL, "municipality": None, "about": ""}
        change_organisation(by=None, at=NOW, organisation=mine, name=f"Zorg {number}", seen=seen, **values)

    def paint(number: int) -> None:
        mine = Region.objects.get(pk=organisation.region_id)
        set_theme(by=None, at=NOW, region=mine, theme=f'[theme]\nname = "{number}"', version=0)

    for act in (change, paint):
        results = together(act)
        assert (of(results, ChangedMeanwhile), results.count(None)) == (N_AT_ONCE - 1, 1), results


@pytest.mark.django_db(transaction=True)
def test_an_organisation_that_is_added_by_several_at_once_is_there_once_and_the_others_read_why() -> None:
    region = RegionFactory()

    def add(number: int) -> Organisation:
        values = {"kind": OrganisationKind.PROVIDER, "reach": Reach.REGIONAL}
        return add_organisation(by=None, at=NOW, region=region, name="Pleegzorg", **values)

    results = together(add)
    assert (of(results, Organisation), of(results, NameTaken)) == (1, N_AT_ONCE - 1), results


@pytest.mark.django_db(transaction=True)
def test_a_region_that_is_begun_by_several_at_once_is_there_once_and_the_others_read_why() -> None:
    load_reference()
    who = name_site_administrator(at=NOW, email="baas@example.org")
    browsers = [Client() for _ in range(N_AT_ONCE)]
    for browser in browsers:
        browser.force_login(who)

    def begin(number: int) -> int:
        sent = {"youth_region": "zuid-limburg", "administrator": f"ik{number}@example.org"}
        return browsers[number].post(reverse("regions:new_region"), sent).status_code

    assert sorted(map(str, together(begin))) == ["302"] + ["422"] * (N_AT_ONCE - 1)
    assert Region.objects.count() == 1
    assert Membership.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_municipality_leaves_or_somebody_acts_for_it_and_nobody_waits_for_ever() -> None:
    region = RegionFactory()
    place = add_municipality(by=None, at=NOW, region=region, municipality=MunicipalityFactory())

    def act(number: int) -> Membership | None:
        if number % 2:
            let_municipality_leave(by=None, at=NOW, place=place)
            return None
        user = UserFactory(email=f"ik{number}@example.org")
        return give_role(by=None, at=NOW, region=region, user=user, role=Role.CLERK, municipality=place.municipality)

    results = together(act)
    faults = [one for one in results if isinstance(one, Exception)]
    assert all(isinstance(one, TakesNoPart | StillNeeded) for one in faults), faults
    assert region.memberships_of_municipalities.exists() == Membership.objects.exists()


# --- The pages: the second reads what the first made of it, and pressing again is a choice ---


@pytest.fixture
def region(client: Client) -> Region:
    region = RegionFactory(slug="noord", name="Regio Noord", about="Wij.")
    client.force_login(make_member(region, Role.REGION_ADMINISTRATOR))
    return region


@pytest.mark.django_db
def test_who_describes_the_region_second_sees_both_texts_and_can_choose(client: Client, region: Region) -> None:
    address = reverse("regions:settings", args=["noord"])
    opened = hidden(client.get(address))
    assert client.post(address, {**opened, "name": "Regio Noordoost", "about": "Wij samen."}).status_code == 302
    late = client.post(address, {**opened, "name": "Regio Noordwest", "about": "Wij."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Dit is intussen veranderd." in page
    assert "<td>Regio Noordoost</td><td>Regio Noordwest</td>" in page
    assert 'value="Regio Noordwest"' in page
    region.refresh_from_db()
    assert region.name == "Regio Noordoost"
    assert client.post(address, {**hidden(late), "name": "Regio Noordwest", "about": "Wij."}).status_code == 302
    region.refresh_from_db()
    assert (region.name, region.about) == ("Regio Noordwest", "Wij.")


@pytest.mark.django_db
def test_the_same_press_twice_is_no_conflict(client: Client, region: Region) -> None:
    address = reverse("regions:settings", args=["noord"])
    sent = {**hidden(client.get(address)), "name": "Regio Noordoost", "about": "Wij."}
    assert [client.post(address, sent).status_code for _press in range(2)] == [302, 302]


@pytest.mark.django_db
def test_who_plans_the_steps_second_sees_both_plans_and_loses_no_step(client: Client, region: Region) -> None:
    address = reverse("regions:steps", args=["noord"])

    def row(number: int, name: str) -> dict[str, str]:
        values = {"name": name, "explanation": "", "starts_on": f"2027-0{number + 1}-01", "ends_on": "2027-12-31"}
        return {f"form-{number}-{field}": value for field, value in values.items()}

    opened = hidden(client.get(address))
    assert client.post(address, {**opened, **row(0, "Lezen")}).status_code == 302
    late = client.post(address, {**opened, **row(0, "Lezen"), **row(1, "Schrijven")})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Je hebt dit zelf in een ander venster veranderd." in page
    assert "Hieronder staat het samen." in page
    assert ('value="Lezen"' in page, 'value="Schrijven"' in page) == (True, True)
    assert [step.name for step in region.steps.all()] == ["Lezen"]
    again = client.post(address, {**hidden(late), **row(0, "Lezen"), **row(1, "Schrijven")})
    assert again.status_code == 302
    assert [step.name for step in region.steps.all()] == ["Lezen", "Schrijven"]


@pytest.mark.django_db
def test_who_changes_an_organisation_second_sees_what_the_other_made_of_it(client: Client, region: Region) -> None:
    organisation = OrganisationFactory(region=region, name="Zorg")
    address = reverse("regions:organisation", args=["noord", organisation.pk])
    opened = hidden(client.get(address))
    values = {"kind": "provider", "reach": "regional", "municipality": "", "about": ""}
    assert client.post(address, {**opened, **values, "name": "Zorg Noord"}).status_code == 302
    late = client.post(address, {**opened, **values, "name": "Zorg Zuid"})
    assert late.status_code == 409
    assert "<td>Zorg Noord</td><td>Zorg Zuid</td>" in late.content.decode()
    assert client.post(address, {**hidden(late), **values, "name": "Zorg Zuid"}).status_code == 302


@pytest.mark.django_db
def test_who_paints_the_region_second_keeps_what_was_typed(client: Client, region: Region) -> None:
    address = reverse("regions:theme", args=["noord"])
    # As text, in its own form: not by picker.
    opened = {name: value for name, value in hidden(client.get(address)).items() if name != "kleuren"}
    theme = '[theme]\nname = "{}"\nmain = "#1f4e79"\n'
    assert client.post(address, {**opened, "text": theme.format("Een")}).status_code == 302
    late = client.post(address, {**opened, "text": theme.format("Twee")})
    assert late.status_code == 409
    assert "Twee" in late.content.decode()
    again = {name: value for name, value in hidden(late).items() if name != "kleuren"}
    assert client.post(address, {**again, "text": theme.format("Twee")}).status_code == 302


@pytest.mark.django_db
def test_what_only_one_of_two_changed_is_taken_over_and_nobody_is_told_to_have_written_it(
    client: Client, region: Region
) -> None:
    address = reverse("regions:settings", args=["noord"])
    opened = hidden(client.get(address))
    colleague = make_member(region, Role.REGION_ADMINISTRATOR, UserFactory(name="Roos"))
    theirs = {"name": "Regio Noord", "about": "Wij.\n\nOok met scholen."}
    at = datetime(2026, 11, 29, 8, 22, tzinfo=UTC)
    describe_region(by=colleague, at=at, region=region, **theirs)
    late = client.post(address, {**opened, "name": "Regio Noordwest", "about": "Wij."})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Roos heeft dit opgeslagen op 29 november 2026, 09.22 uur." in page
    assert "Een collega veranderde intussen iets anders. Hieronder staat het samen." in page
    assert "Wat jij schreef" not in page
    assert 'value="Regio Noordwest"' in page
    assert ">\nWij.\n\nOok met scholen.</textarea>" in page
    assert Region.objects.get(pk=region.pk).name == "Regio Noord"
    sent = {**hidden(late), "name": "Regio Noordwest", "about": theirs["about"]}
    assert client.post(address, sent).status_code == 302
    kept = Region.objects.get(pk=region.pk)
    assert (kept.name, kept.about) == ("Regio Noordwest", theirs["about"])


@pytest.mark.django_db
def test_a_step_that_a_colleague_added_or_took_away_stays_so_and_mine_changes(client: Client, region: Region) -> None:
    def step(name: str, month: int, explanation: str = "") -> StepText:
        return StepText(name, explanation, date(2027, month, 1), date(2027, month, 28))

    def sent(*steps: StepText) -> dict[str, str]:
        rows = [{field: str(value) for field, value in asdict(one).items()} for one in steps]
        data = {f"form-{n}-{field}": value for n, row in enumerate(rows) for field, value in row.items()}
        return {**data, "form-TOTAL_FORMS": str(len(rows))}

    address = reverse("regions:steps", args=["noord"])
    lezen, schrijven, vieren = step("Lezen", 1), step("Schrijven", 3), step("Vieren", 5)
    plan_steps(by=None, at=NOW, region=region, steps=[lezen, schrijven, vieren])
    opened = hidden(client.get(address))
    praten = step("Praten", 2)
    plan_steps(by=None, at=NOW, region=region, steps=[lezen, praten, replace(schrijven, explanation="Samen.")])
    late = client.post(address, {**opened, **sent(lezen, replace(schrijven, name="Dichten"), vieren)})
    page = late.content.decode()
    assert (late.status_code, "Wat jij schreef" in page) == (409, False)
    formset = late.context["formset"]
    assert formset.is_valid(), formset.errors
    assert [(one["name"], one["explanation"]) for one in steps_of(formset)] == [
        ("Lezen", ""),
        ("Praten", ""),
        ("Dichten", "Samen."),
    ]
    mine = client.post(address, {**opened, **sent(lezen, schrijven, replace(vieren, explanation="Met taart."))})
    assert "Met taart." in mine.content.decode()
    assert "Stap 4" in mine.content.decode()
